#!/usr/bin/env python3
"""Prints random pairs of a JSON Schema (draft 2020-12) and a document, with the verdict of the
Python package jsonschema, as lines {"schema": …, "document": …, "valid": true or false}.

The same seed gives the same pairs. Formats are not asserted. The package is wrong in three places,
and the pairs stay clear of them: it divides large numbers as floats (so a fractional multipleOf
is a half or a quarter), its uniqueItems sorts lists in which 1 and true tie (see `misjudged`), and
it joins a relative $id to itself after a $dynamicRef (see `SchemaMaker.assemble`).
"""
import argparse
import json
import re
import sys
from collections import Counter

# The folder is one of sources: no __pycache__ in it.
sys.dont_write_bytecode = True

try:
    from jsonschema import Draft202012Validator
except ImportError as missing:
    sys.exit(f"{missing}: run deploy/fetch-python-checks.sh and set PYTHONPATH to its folder")

from documents import DocumentMaker
from schemas import Dice, SchemaMaker

DOCUMENTS_PER_SCHEMA = 10
COUNTED = {*Draft202012Validator.VALIDATORS, "$id", "$defs", "$anchor", "$dynamicAnchor",
           "minContains", "maxContains", "then", "else"} - {"format"}


def misjudged(document):
    """Whether uniqueItems may miss equal lists, because a 1 and a true in them sort as equal."""
    if isinstance(document, dict):
        return any(map(misjudged, document.values()))
    if not isinstance(document, list):
        return False
    lists = [json.dumps(item) for item in document if isinstance(item, list)]
    mixed = any("true" in text or "false" in text for text in lists)
    return len(lists) > 2 and mixed or any(map(misjudged, document))


def groups(dice):
    """Schemas, each with its documents: half try to satisfy it, half are one change away."""
    while True:
        schemas = SchemaMaker(dice)
        validator, maker = Draft202012Validator(schemas.root), DocumentMaker(dice, schemas)
        fitting = [maker.fit(schemas.root) for _ in range(DOCUMENTS_PER_SCHEMA)]
        good = list(filter(validator.is_valid, fitting))
        # A schema that nothing satisfied teaches little.
        if not good and dice.chance(0.8):
            continue
        Draft202012Validator.check_schema(schemas.root)
        half = fitting[::2]
        documents = half + [maker.spoil(dice.choice(good or fitting)) for _ in half]
        judged = [document for document in documents if not misjudged(document)]
        yield schemas.root, [(document, validator.is_valid(document)) for document in judged]


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--count", type=int, required=True)
    options = options.parse_args()
    words, printed, valid_count = Counter(), 0, 0
    for schema, documents in groups(Dice(options.seed)):
        documents = documents[:options.count - printed]
        for document, valid in documents:
            pair = {"schema": schema, "document": document, "valid": valid}
            print(json.dumps(pair, ensure_ascii=False))
        words.update(re.findall(r'"(\$?[a-zA-Z]+)": ', json.dumps(schema)))
        printed += len(documents)
        valid_count += sum(valid for _, valid in documents)
        if printed >= options.count:
            break
    print(f"seed {options.seed}: {printed} pairs, {100 * valid_count / max(1, printed):.0f} %"
          " valid; keywords in the schemas:", file=sys.stderr)
    print(*(f"{word} {count}" for word, count in words.most_common() if word in COUNTED),
          sep=", ", file=sys.stderr)


if __name__ == "__main__":
    main()
