#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds JSON answers against data/schema/.

    validate.py FOLDER            every schema is itself sound, and closed: a field that it does not name is refused
    validate.py FOLDER NAME       the answers on standard input, one a line, are as NAME.json says, and each of its
                                  forms is met
    validate.py FOLDER --fields SOURCE...
                                  each field that the sources tell is named by some schema
"""
import json
import os
import re
import sys
import warnings

warnings.simplefilter("ignore")
from jsonschema import Draft202012Validator as Validator  # noqa: E402


def read(folder):
    names = [name[:-5] for name in sorted(os.listdir(folder)) if name.endswith(".json")]
    return {name: json.load(open(os.path.join(folder, name + ".json"), encoding="utf-8")) for name in names}


def point(node, name):
    """References to other files as references into one document, so that no validator has to look for files."""
    if isinstance(node, list):
        return [point(item, name) for item in node]
    if not isinstance(node, dict):
        return node
    out = {key: point(value, name) for key, value in node.items()}
    if isinstance(node.get("$ref"), str):
        file, place = node["$ref"].split("#/$defs/")
        out["$ref"] = "#/$defs/" + (file[:-5] if file else name) + "." + place
    return out


def bundle(schemas, name, form=None):
    definitions = {}
    for file, schema in schemas.items():
        for place, definition in schema.get("$defs", {}).items():
            definitions[file + "." + place] = point(definition, file)
    body = {"$ref": form} if form else {key: value for key, value in schemas[name].items() if key != "$defs"}
    return dict(point(body, name), **{"$defs": definitions})


def forms(schema):
    return [one["$ref"] for one in schema.get("anyOf", [])] or [None]


def objects(node):
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for item in node:
            yield from objects(item)


def check_sound(schemas):
    bad = 0
    for name, schema in schemas.items():
        Validator.check_schema(schema)
        for one in objects(schema):
            shared = one is schema.get("$defs", {}).get("card") or "unevaluatedProperties" in one
            if one.get("additionalProperties") is not False and not shared:
                print(f"{name}: an object is open: {list(one['properties'])[:3]}")
                bad = 1
    return bad


def extended(answer):
    """The answer, with a field more in each object that has fields of a schema, one object at a time."""
    yield dict(answer, unheard_of=1)
    for key, value in answer.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield dict(answer, **{key: [dict(value[0], unheard_of=1)] + value[1:]})


def check_answers(schemas, name):
    validators = {form: Validator(bundle(schemas, name, form)) for form in forms(schemas[name])}
    met, count = set(), 0
    for line in sys.stdin:
        answer = json.loads(line)
        count += 1
        fits = [form for form, validator in validators.items() if validator.is_valid(answer)]
        if not fits:
            print(f"{name}: {line.strip()[:200]}")
            for validator in validators.values():
                for error in list(validator.iter_errors(answer))[:3]:
                    print("   ", error.json_path, error.message[:200])
            return 1
        met.update(fits)
        if count == 1:
            for more in extended(answer):
                if any(validator.is_valid(more) for validator in validators.values()):
                    print(f"{name}: a field that the schema does not name is let in")
                    return 1
    for form in validators.keys() - met:
        print(f"{name}: no answer came that is {form or 'one'}")
    return int(met != validators.keys())


def told(text):
    """Names of the fields that a C source tells."""
    for formats in re.findall(r'(?:tell_fields|tell_item)\s*\(((?:[^;"]|"[^"]*")*)\)', text):
        for name in re.findall(r"([a-z_0-9]+):%", formats):
            yield name
    yield from re.findall(r'tell_(?!column|answer)[a-z_]+\s*\([^;"]*?"([a-z_0-9]+)"', text)


# Fields that rows have and JSON has not.
ROWS_ONLY = {"held_by"}


def check_fields(schemas, sources):
    known = ROWS_ONLY | {name for schema in schemas.values() for one in objects(schema) for name in one["properties"]}
    bad = 0
    for source in sources:
        for name in sorted(set(told(open(source, encoding="utf-8").read())) - known):
            print(f"{source}: the field \"{name}\" is in no schema of data/schema/")
            bad = 1
    return bad


def main():
    schemas = read(sys.argv[1])
    if len(sys.argv) == 2:
        return check_sound(schemas)
    if sys.argv[2] == "--fields":
        return check_fields(schemas, sys.argv[3:])
    if sys.argv[2] not in schemas:
        print(f"{sys.argv[2]}: there is no data/schema/{sys.argv[2]}.json")
        return 1
    return check_answers(schemas, sys.argv[2])


sys.exit(main())
