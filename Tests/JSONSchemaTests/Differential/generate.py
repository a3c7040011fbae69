#!/usr/bin/env python3
"""Prints random pairs of a JSON Schema (draft 2020-12) and a document, with the verdict of the
Python package jsonschema, as lines {"schema": …, "document": …, "valid": true or false}.

The same seed gives the same pairs. Formats are not asserted. The package is wrong in two places,
and the pairs stay clear of both: it divides large numbers as floats (so a fractional multipleOf
is a half or a quarter), and its uniqueItems sorts lists in which 1 and true tie (see `misjudged`).
"""
import argparse
import json
import random
import re
import sys
from collections import Counter
from itertools import chain

try:
    from jsonschema import Draft202012Validator
except ImportError:
    sys.exit("the Python package jsonschema is missing: run deploy/fetch-python-checks.sh")

DOCUMENTS_PER_SCHEMA = 8
HOME = "https://example.org/schemas/"
NAMES = ["a", "b", "ab", "abc", "x1", "é", "😀", "a/b", ""]
TEXTS = ["", "a", "b", "ab", "abc", "cab", "x1", "12", "A", "é", "e\u0301", "😀", "😀😀", "a😀b", "a b"]
NUMBERS = [*range(-3, 8), -0.0, 0.0, 1.0, 2.0, 0.25, 0.5, 1.5, 2.75, -1.5, 6.0, 12, 100,
           2**53, 2**53 + 1, 9007199254740992.0]
PATTERNS = ["^a", "b$", "^[a-c]+$", "[0-9]", "^.$", "^(ab|x1)$", "a.b", "^[^a]*$", "😀"]
KINDS = ["null", "boolean", "integer", "number", "string", "array", "object"]
WORDS = {
    "number": "multipleOf minimum maximum exclusiveMinimum exclusiveMaximum",
    "string": "minLength maxLength pattern",
    "array": "prefixItems items contains minItems maxItems uniqueItems unevaluatedItems",
    "object": "properties patternProperties additionalProperties propertyNames required"
    " dependentRequired dependentSchemas minProperties maxProperties unevaluatedProperties",
}
KIND_OF = {word: kind for kind, words in WORDS.items() for word in words.split()}


class Dice(random.Random):
    def chance(self, share):
        return self.random() < share

    def some(self, choices, most):
        return self.sample(choices, self.randint(1, min(most, len(choices))))

    def value(self, depth=2):
        kind = self.choice(KINDS if depth else KINDS[:5])
        if kind == "array":
            return [self.value(depth - 1) for _ in range(self.randint(0, 3))]
        if kind == "object":
            return {name: self.value(depth - 1) for name in self.sample(NAMES, self.randint(0, 3))}
        plain = {"null": [None], "boolean": [True, False], "string": TEXTS}
        return self.choice(plain.get(kind, NUMBERS))


class Node(dict):
    """A schema that remembers which definition its reference means."""

    leads_to = None


class SchemaMaker:
    """Writes one schema: `root`, with its definitions also in `named`."""

    def __init__(self, dice):
        self.dice, self.here = dice, "root"
        self.has_id = dice.chance(0.4)
        styles = ["pointer", "slash", "space", "anchor"] + ["id"] * 4 * self.has_id
        self.styles = {f"d{i}": dice.choice(styles) for i in range(dice.randint(0, 3))}
        self.resources = ["root"] + [name for name, style in self.styles.items() if style == "id"]
        # Where the root has no such anchor, a "#node" in it would lead nowhere.
        self.with_node = [r for r in self.resources if r == "root" or dice.chance(0.6)]
        self.with_node *= dice.chance(0.4)
        self.named, self.earlier = {}, []
        for name in self.styles:
            self.here = name if name in self.resources else "root"
            self.named[name] = self.node(1, child=False, plain=True)
            self.earlier.append(name)
        self.here = "root"
        self.named["root"] = self.node(3, child=False, plain=True)
        self.root = self.named["root"]
        self.assemble()

    def assemble(self):
        if self.has_id:
            self.root["$id"] = HOME + "root.json"
        for name, style in self.styles.items():
            if style == "id":
                self.named[name]["$id"] = name + "/part.json"
            if style == "anchor":
                self.named[name]["$anchor"] = name + "-anchor"
        for name in self.with_node:
            self.named[name]["$dynamicAnchor"] = "node"
        if self.styles:
            self.root["$defs"] = {self.spelling(name)[0]: self.named[name] for name in self.styles}

    def spelling(self, name):
        """The name under $defs, and how a JSON Pointer in a URI writes it."""
        index = name[1:]
        odd = {"slash": (f"d/{index}", f"d~1{index}"), "space": (f"d {index}", f"d%20{index}")}
        return odd.get(self.styles[name], (name, name))

    def address(self, name):
        """How the resource being written names a definition."""
        if name == self.here:
            return "#"
        style = self.styles.get(name)
        up = "" if self.here == "root" else "../"
        root = "" if self.here == "root" else "root.json"
        if style == "id":
            rest = name + "/part.json"
        elif name == "root":
            rest = "root.json"
        else:
            named = f"#{name}-anchor" if style == "anchor" else "#/$defs/" + self.spelling(name)[1]
            rest, up = root + named, up if root else ""
        absolute = self.has_id and not rest.startswith("#") and self.dice.chance(0.2)
        return (HOME if absolute else up) + rest

    def node(self, depth, child=True, plain=False):
        """A schema. `child`: of a part of the instance, where every reference ends in time."""
        dice = self.dice
        if not plain and dice.chance(0.08):
            return dice.chance(0.8)
        made = Node()
        if dice.chance(0.25):
            self.refer(made, child)
        families = [self.texts, self.numbers, self.values]
        if depth:
            families += [self.arrays, self.objects, self.objects, self.branches, self.branches]
        for family in dice.some(families, 2 if depth > 1 else 1):
            made.update(family(depth - 1, child))
        if dice.chance(0.35):
            hints = [KIND_OF[word] for word in made if word in KIND_OF]
            kinds = hints + dice.some(KINDS, 2)
            made["type"] = dice.choice(kinds) if dice.chance(0.6) else sorted(set(kinds))
        for word in ("unevaluatedProperties", "unevaluatedItems"):
            if depth and dice.chance(0.12):
                made[word] = dice.choice([False, False, self.node(0)])
        return made

    def refer(self, made, child):
        if child and self.with_node and self.dice.chance(0.4):
            near = self.here in self.with_node
            made["$dynamicRef"] = "#node" if near else "../root.json#node"
            made.leads_to = "root"
            return
        names = [*self.styles, "root"] if child else self.earlier
        if names:
            name = self.dice.choice(names)
            made["$ref"] = self.address(name)
            made.leads_to = name

    def count(self, most):
        count = self.dice.randint(0, most)
        return float(count) if self.dice.chance(0.05) else count

    def pick(self, most, **words):
        return {word: words[word]() for word in self.dice.some(sorted(words), most)}

    def values(self, *_):
        return self.pick(
            1, const=self.dice.value, enum=lambda: [self.dice.value() for _ in range(4)],
            type=lambda: self.dice.choice(KINDS))

    def texts(self, *_):
        return self.pick(
            2, minLength=lambda: self.count(3), maxLength=lambda: self.count(4),
            pattern=lambda: self.dice.choice(PATTERNS))

    def numbers(self, *_):
        limits = {word: lambda: self.dice.choice(NUMBERS) for word in WORDS["number"].split()[1:]}
        return self.pick(2, multipleOf=lambda: self.dice.choice([1, 2, 3, 5, 0.5, 0.25]), **limits)

    def arrays(self, depth, _):
        made = self.pick(
            3, items=lambda: self.node(depth), minItems=lambda: self.count(2),
            prefixItems=lambda: [self.node(depth) for _ in range(self.dice.randint(1, 3))],
            contains=lambda: self.node(depth), maxItems=lambda: self.count(4),
            uniqueItems=lambda: self.dice.chance(0.8))
        if "contains" in made and self.dice.chance(0.5):
            made.update(self.pick(
                2, minContains=lambda: self.count(2), maxContains=lambda: self.count(3)))
        return made

    def objects(self, depth, child):
        names = lambda: self.dice.some(NAMES, 2)
        many = lambda keys, make: {key: make() for key in self.dice.some(keys, 3)}
        return self.pick(
            3, properties=lambda: many(NAMES, lambda: self.node(depth)), required=names,
            patternProperties=lambda: many(PATTERNS, lambda: self.node(depth)),
            additionalProperties=lambda: self.dice.choice([False, self.node(depth)]),
            propertyNames=lambda: self.texts(), dependentRequired=lambda: many(NAMES, names),
            dependentSchemas=lambda: many(NAMES, lambda: self.node(depth, child)),
            minProperties=lambda: self.count(2), maxProperties=lambda: self.count(4))

    def branches(self, depth, child):
        one = lambda: self.node(depth, child)
        several = lambda: [one() for _ in range(self.dice.randint(1, 3))]
        made = self.pick(
            2, allOf=several, anyOf=several, oneOf=several, **{"not": one, "if": one})
        if "if" in made:
            made.update(self.pick(2, **{"then": one, "else": one}))
        return made


class DocumentMaker:
    """Writes documents that try to satisfy a schema, and spoils them."""

    def __init__(self, dice, schemas):
        self.dice, self.schemas = dice, schemas

    def tries(self, most):
        return (self.fit(self.schemas.root) for _ in range(most))

    def fit(self, schema, depth=4):
        parts = list(self.together(schema))
        fixed = [[part["const"]] if "const" in part else part["enum"]
                 for part in parts if "const" in part or "enum" in part]
        if fixed:
            return self.dice.choice(self.dice.choice(fixed))
        kinds = set(KINDS)
        for allowed in (part["type"] for part in parts if "type" in part):
            allowed = {allowed} if isinstance(allowed, str) else set(allowed)
            kinds &= allowed | ({"integer"} if "number" in allowed else set())
        hints = [KIND_OF[word] for part in parts for word in part if KIND_OF.get(word) in kinds]
        kind = self.dice.choice(hints or sorted(kinds) or KINDS)
        if kind in ("array", "object"):
            return getattr(self, kind)(parts, depth) if depth else {"array": [], "object": {}}[kind]
        pool = {"null": [None], "boolean": [True, False], "string": TEXTS}.get(kind, NUMBERS)
        plain = {*WORDS["number"].split(), *WORDS["string"].split(), "type"}
        rules = [{word: part[word] for word in plain & part.keys()} for part in parts]
        meets = Draft202012Validator({"type": kind, "allOf": rules}).is_valid
        mixed = self.dice.sample(pool, len(pool))
        return next(filter(meets, mixed), mixed[0])

    def together(self, schema):
        """The schemas that hold for the same instance, on one way through the branches."""
        if isinstance(schema, bool):
            return
        yield schema
        target = getattr(schema, "leads_to", None)
        parts = [self.schemas.named[target]] if target else []
        parts += schema.get("allOf", [])
        parts += [self.dice.choice(schema[word]) for word in ("anyOf", "oneOf") if word in schema]
        if "if" in schema:
            met = self.dice.chance(0.5)
            parts += [schema["if"], schema.get("then", True)] if met else [schema.get("else", True)]
        yield from chain.from_iterable(map(self.together, parts))

    def array(self, parts, depth):
        least = max([int(part.get("minItems", 0)) for part in parts])
        most = min([int(part.get("maxItems", least + 2)) for part in parts])
        made = []
        for index in range(self.dice.randint(least, max(least, most))):
            rules = [part["prefixItems"][index] if index < len(part.get("prefixItems", []))
                     else part.get("items", part.get("unevaluatedItems", True)) for part in parts]
            rules += [p["contains"] for p in parts if "contains" in p and self.dice.chance(0.5)]
            made.append(self.fit({"allOf": rules}, depth - 1))
        return made

    def object(self, parts, depth):
        names = set(chain.from_iterable(part.get("required", []) for part in parts))
        known = sorted(set(chain.from_iterable(part.get("properties", {}) for part in parts)))
        names.update(self.dice.some(known or NAMES, 2) if self.dice.chance(0.7) else [])
        for part in parts:
            for name, wanted in part.get("dependentRequired", {}).items():
                names.update(wanted if name in names else [])
        return {name: self.fit({"allOf": list(self.rules(parts, name))}, depth - 1)
                for name in sorted(names)}

    def rules(self, parts, name):
        for part in parts:
            found = [part["properties"][name]] if name in part.get("properties", {}) else []
            found += [rule for pattern, rule in part.get("patternProperties", {}).items()
                      if re.search(pattern, name)]
            yield from found or [part.get("additionalProperties", True)]

    def spoil(self, document):
        """The document with one change, somewhere."""
        if isinstance(document, (list, dict)) and document and self.dice.chance(0.8):
            copy = document.copy()
            key = self.dice.choice(list(copy) if isinstance(copy, dict) else range(len(copy)))
            if self.dice.chance(0.25):
                del copy[key]
            elif isinstance(copy, list) and self.dice.chance(0.3):
                copy.append(copy[key])
            elif isinstance(copy, dict) and self.dice.chance(0.3):
                copy[self.dice.choice(NAMES)] = self.dice.value(1)
            else:
                copy[key] = self.spoil(copy[key])
            return copy
        if isinstance(document, int) and self.dice.chance(0.5):
            return self.dice.choice([float(document), document + 1, bool(document)])
        return document + "😀" if isinstance(document, str) else self.dice.value(1)


def misjudged(document):
    """Whether uniqueItems may miss equal lists, because a 1 and a true in them sort as equal."""
    if isinstance(document, dict):
        return any(map(misjudged, document.values()))
    if not isinstance(document, list):
        return False
    lists = [json.dumps(item) for item in document if isinstance(item, list)]
    return len(lists) > 2 and any("true" in text or "false" in text for text in lists) or any(
        map(misjudged, document))


def pairs(dice, words):
    while True:
        schemas = SchemaMaker(dice)
        Draft202012Validator.check_schema(schemas.root)
        words.update(re.findall(r'"(\$?[a-zA-Z]+)": ', json.dumps(schemas.root)))
        validator, maker = Draft202012Validator(schemas.root), DocumentMaker(dice, schemas)
        for turn in range(DOCUMENTS_PER_SCHEMA):
            document = next(filter(validator.is_valid, maker.tries(4)), None)
            if turn % 2:
                document = maker.spoil(document) if dice.chance(0.8) else dice.value()
            if not misjudged(document):
                yield schemas.root, document, validator.is_valid(document)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seed", type=int, required=True)
    options.add_argument("--count", type=int, required=True)
    options = options.parse_args()
    words, valid_count = Counter(), 0
    source = pairs(Dice(options.seed), words)
    for _ in range(options.count):
        schema, document, valid = next(source)
        valid_count += valid
        print(json.dumps({"schema": schema, "document": document, "valid": valid},
                         ensure_ascii=False))
    share = 100 * valid_count / max(1, options.count)
    print(f"seed {options.seed}: {options.count} pairs, {share:.0f} % valid", file=sys.stderr)
    known = {*Draft202012Validator.VALIDATORS, "$id", "$defs", "$anchor", "$dynamicAnchor",
             "minContains", "maxContains", "then", "else"}
    print(*(f"{word} {count}" for word, count in words.most_common() if word in known),
          sep=", ", file=sys.stderr)


if __name__ == "__main__":
    main()
