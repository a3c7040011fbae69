"""Random documents that satisfy, or just fail, a schema."""
import re
from itertools import chain

from jsonschema import Draft202012Validator
from schemas import KIND_OF, KINDS, NAMES, NUMBERS, TEXTS, WORDS


class DocumentMaker:
    """Writes documents that try to satisfy a schema, and spoils them."""

    def __init__(self, dice, schemas):
        self.dice, self.schemas = dice, schemas

    def fit(self, schema, depth=4):
        parts = list(self.together(schema))
        fixed = [[part["const"]] if "const" in part else part["enum"]
                 for part in parts if "const" in part or "enum" in part]
        if fixed and self.dice.chance(0.9):
            return self.dice.choice(self.dice.choice(fixed))
        kinds = set(KINDS)
        for allowed in (part["type"] for part in parts if "type" in part):
            allowed = {allowed} if isinstance(allowed, str) else set(allowed)
            kinds &= allowed | ({"integer"} if "number" in allowed else set())
        hints = [KIND_OF[word] for part in parts for word in part if KIND_OF.get(word) in kinds]
        hints = [kind for kind in hints if kind in ("array", "object")] or hints
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
            if self.dice.chance(0.2):
                del copy[key]
            elif isinstance(copy, list) and self.dice.chance(0.2):
                copy.append(copy[key])
            elif isinstance(copy, dict) and self.dice.chance(0.2):
                copy[self.dice.choice(NAMES)] = self.dice.value(1)
            else:
                copy[key] = self.spoil(copy[key])
            return copy
        if isinstance(document, int) and self.dice.chance(0.5):
            return self.dice.choice([float(document), document + 1, document - 1, bool(document)])
        if isinstance(document, str) and self.dice.chance(0.7):
            return self.dice.choice([document + "😀", *TEXTS])
        return self.dice.value(1)
