# SPDX-License-Identifier: GPL-3.0-or-later
"""The same caller of libicd10 as answers.c, through ctypes: answers.py LIBRARY INDEX DATE KIND < LINES"""
import ctypes as c
import sys

library, index, date, kind = sys.argv[1:]
icd10 = c.CDLL(library)
text, size = c.c_char_p, c.c_size_t


class Check(c.Structure):
    _fields_ = [("size", size), ("status", c.c_int), ("detail", c.c_int), ("code", c.c_char * 12),
                ("first", c.c_int32), ("last", c.c_int32), ("reason", text), ("codes", c.POINTER(text)),
                ("code_count", size)]


class Code(c.Structure):
    _fields_ = [("size", size), ("code", c.c_char * 24), ("title", text), ("status", c.c_int)]


class Note(c.Structure):  # as far as it is needed: the library fills no more
    _fields_ = [("size", size), ("kind", c.c_int), ("at", text), ("text", text)]


class Hit(c.Structure):
    _fields_ = [("size", size), ("code", c.c_char * 12), ("status", c.c_int), ("title", text), ("field", c.c_int),
                ("matched", text)]


for name in ("card_json", "status_name", "detail_name", "together_name", "note_kind_name", "date_format"):
    getattr(icd10, "icd10_" + name).restype = text
for name in ("card_note", "pair_note", "pair_code", "search_hit"):
    getattr(icd10, "icd10_" + name).restype = c.c_bool
error = c.create_string_buffer(1024)
out = sys.stdout.buffer


def opened(function, *given):
    handle = c.c_void_p()
    if function(*given, c.byref(handle), error) < 0:
        sys.exit(error.value.decode())
    return handle


def shown(number):
    return icd10.icd10_date_format(c.c_int32(number), c.create_string_buffer(11))


def items(function, handle, item):
    i = 0
    while function(handle, size(i), c.byref(item)):
        yield item
        i += 1


def cards(view, line):
    card = opened(icd10.icd10_card_open, view, line)
    out.write(icd10.icd10_card_json(card) + b"\n")
    icd10.icd10_card_free(card)


def checks(view, line):
    check = Check(size=c.sizeof(Check))
    if icd10.icd10_check(view, line, c.byref(check), error) < 0:
        sys.exit(error.value.decode())
    codes = b" ".join(check.codes[i] for i in range(check.code_count))
    out.write(b"\t".join([line, check.code, icd10.icd10_status_name(check.status), shown(check.first),
                          shown(check.last), icd10.icd10_detail_name(check.detail), codes]) + b"\n")


def pairs(view, line):
    pair = opened(icd10.icd10_pair_open, view, *line.split())
    codes = []
    for which in (0, 1):
        code = Code(size=c.sizeof(Code))
        icd10.icd10_pair_code(pair, which, c.byref(code))
        codes.append(code.code)
    start = [b" ".join(codes), icd10.icd10_together_name(icd10.icd10_pair_together(pair))]
    rows = [[icd10.icd10_note_kind_name(note.kind), note.at, note.text]
            for note in items(icd10.icd10_pair_note, pair, Note(size=c.sizeof(Note)))]
    for row in rows or [[b"", b"", b""]]:
        out.write(b"\t".join(start + row) + b"\n")
    icd10.icd10_pair_free(pair)


def searches(view, line):
    search = opened(icd10.icd10_search_open, view, line, None)
    for rank, hit in enumerate(items(icd10.icd10_search_hit, search, Hit(size=c.sizeof(Hit))), 1):
        out.write(b"\t".join([b"%d" % rank, hit.code, b"1" if hit.status == 1 else b"0", hit.title,
                              hit.matched]) + b"\n")
    icd10.icd10_search_free(search)


book = opened(icd10.icd10_open, index.encode())
on = c.c_int32()
icd10.icd10_date_parse(date.encode(), c.byref(on))
view = opened(icd10.icd10_view_open, book, on)
icd10.icd10_close(book)
for line in sys.stdin.buffer:
    {"cards": cards, "checks": checks, "pairs": pairs, "searches": searches}[kind](view, line.rstrip(b"\n"))
icd10.icd10_view_free(view)
