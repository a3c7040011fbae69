"""Random JSON Schemas of draft 2020-12."""
import random

HOME = "https://example.org/schemas/"
NAMES = ["a", "b", "ab", "abc", "x1", "é", "😀", "a/b", ""]
TEXTS = ["", "a", "b", "ab", "abc", "cab", "x1", "12", "A", "a b",
         "é", "e\u0301", "😀", "😀😀", "a😀b"]
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
        self.has_id = dice.chance(0.5)
        styles = ["pointer", "slash", "space", "anchor"] + ["id"] * 4 * self.has_id
        self.styles = {f"d{i}": dice.choice(styles) for i in range(dice.randint(0, 3))}
        self.resources = ["root"] + [name for name, style in self.styles.items() if style == "id"]
        # Those with a $dynamicAnchor: a $dynamicRef goes to the outermost of them in its scope.
        self.with_node = [name for name in self.resources if dice.chance(0.7)]
        self.named, self.earlier = {}, []
        for name in self.styles:
            self.here = name if name in self.resources else "root"
            tree = self.here == name and name in self.with_node and dice.chance(0.5)
            self.named[name] = self.tree() if tree else self.node(2, child=False, plain=True)
            self.earlier.append(name)
        self.here = "root"
        self.root = self.named["root"] = self.whole()
        self.assemble()

    def whole(self):
        parts = self.resources[1:]
        if not parts or self.dice.chance(0.7):
            return self.node(3, child=False, plain=True)
        made = Node(self.texts() | self.numbers())
        self.earlier = parts
        self.refer(made, child=False)
        return made

    def tree(self):
        """What $dynamicRef is for: a part whose children are what the whole makes of it."""
        made = Node(self.dice.choice([self.objects, self.arrays])(0, False))
        for word in self.dice.some(["items", "additionalProperties"], 2):
            made[word] = Node({"$dynamicRef": "#node"})
            made[word].leads_to = self.with_node[0]
        return made

    def assemble(self):
        if self.has_id:
            self.root["$id"] = HOME + "root.json"
        for name, style in self.styles.items():
            if style == "id":
                # The package joins the $id of a $dynamicAnchor's resource twice.
                up = "/schemas/" if name in self.with_node else ""
                self.named[name]["$id"] = f"{up}{name}/part.json"
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
        if dice.chance(0.5 if child and self.here in self.with_node else 0.25):
            self.refer(made, child)
            if made and not plain and dice.chance(0.5):
                return made
        families = [self.texts, self.numbers, self.values]
        if depth:
            families += [self.arrays, self.objects, self.branches] * 3
        for family in dice.some(families, 2 if depth > 1 else 1):
            made.update(family(depth - 1, child))
        if dice.chance(0.35):
            hints = [KIND_OF[word] for word in made if word in KIND_OF]
            kinds = hints or dice.some(KINDS, 2)
            made["type"] = dice.choice(kinds) if dice.chance(0.7) else sorted({*kinds, "null"})
        for word in ("unevaluatedProperties", "unevaluatedItems"):
            if depth and dice.chance(0.12):
                made[word] = dice.choice([False, False, self.node(0)])
        return made

    def refer(self, made, child):
        if child and self.with_node and self.dice.chance(0.6):
            near = self.here if self.here in self.with_node else self.dice.choice(self.with_node)
            made["$dynamicRef"] = self.address(near).rstrip("#") + "#node"
            made.leads_to = self.with_node[0]
            return
        names = [*self.styles, "root"] if child else self.earlier
        if names:
            made.leads_to = self.dice.choice(names)
            made["$ref"] = self.address(made.leads_to)

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
        usual = {"properties": many(NAMES, lambda: self.node(depth))}
        return (usual if self.dice.chance(0.6) else {}) | self.pick(
            3, required=names,
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
