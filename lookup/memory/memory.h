/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Pools, growing arrays, hash tables: the door of lookup/memory/, beside buffer.h (bytes of records). */
#ifndef ICD_MEMORY_MEMORY_H
#define ICD_MEMORY_MEMORY_H

#include "array.h"
#include "hash.h"
#include "pool.h"

#endif
