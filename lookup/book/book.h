/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The code book as of a date: codes with the places above them, cards, trees; with views and successors. The door of
 * lookup/book/. */
#ifndef ICD_BOOK_BOOK_H
#define ICD_BOOK_BOOK_H

#include "view/successor.h"
#include "view/view.h"
#include "apart.h"
#include "card.h"
#include "narrow.h"
#include "note.h"
#include "path.h"
#include "seventh.h"
#include "suggest.h"
#include "tree.h"

#endif
