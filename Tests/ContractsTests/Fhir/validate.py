#!/usr/bin/env python3
"""Checks FHIR R4 files with three independent validators; prints one JSON line for each file:
{"file": …, "problems": […]}.

Each finds what the others miss. HL7's own JSON schema does not ask for required primitives and
leaves many codes open; fhirkit (R4) knows both choices and required elements; fhir.resources (R4B)
knows the calendar and lists the codes of most required code sets.

The exit code is 0 whenever the check ran: problems are data.
"""
import argparse
import json
import sys

try:
    import fhirkit
    from fhir.resources.R4B import get_fhir_model_class
    from jsonschema import Draft6Validator
    from pydantic import ValidationError
except ImportError as missing:
    sys.exit(f"{missing}: run deploy/fetch-python-checks.sh and set PYTHONPATH to its folder")


class PublishedSchema:
    """HL7's fhir.schema.json."""

    def __init__(self, path):
        try:
            with open(path, encoding="utf-8") as file:
                schema = json.load(file)
        except OSError as absent:
            sys.exit(f"{absent}: run deploy/fetch-python-checks.sh")
        self.definitions = schema["definitions"]
        # The schema's own top is a choice of 146 resources, whose errors say little.
        self.validator = Draft6Validator({"definitions": self.definitions})

    def problems(self, kind, resource):
        if kind not in self.definitions:
            return [f"no resource is called {kind}"]
        chosen = {"$ref": f"#/definitions/{kind}"}
        errors = self.validator.evolve(schema={**self.validator.schema, "allOf": [chosen]})
        return [f"{error.json_path}: {self.reason(error)}"
                for error in errors.iter_errors(resource)]

    def reason(self, error):
        # Its own message repeats the whole resource; what is wrong inside is reported by itself.
        return "fits no resource" if error.validator == "oneOf" else error.message


def kit_problems(kind, resource):
    return [str(issue) for issue in fhirkit.validate(resource)]


def model_problems(kind, resource):
    try:
        made = get_fhir_model_class(kind).model_validate(resource)
    except ValidationError as refusal:
        return [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in refusal.errors()]
    except (KeyError, ValueError) as unknown:
        return [f"not a resource: {unknown}"]
    return list(code_problems(made, kind))


def code_problems(made, path):
    """The codes outside a required code set, which the models list but do not check."""
    for name, field in type(made).model_fields.items():
        for value in listed(getattr(made, name)):
            if hasattr(type(value), "model_fields"):
                yield from code_problems(value, f"{path}.{name}")
                continue
            codes = (field.json_schema_extra or {}).get("enum_values")
            # A list that ends in "+" is not whole.
            if codes and "+" not in codes and value not in codes:
                yield f"{path}.{name}: {value} is not one of {', '.join(codes)}"


def listed(value):
    if isinstance(value, list):
        return [item for item in value if item is not None]
    return [] if value is None else [value]


def resources(document):
    """The document and the resources of its entries, each with its place."""
    yield "document", document
    entries = document.get("entry") if isinstance(document, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and "resource" in entry:
            yield f"entry[{index}]", entry["resource"]


def problems(path, checks):
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except ValueError as fault:
        return [f"not JSON: {fault}"]
    found = []
    for place, resource in resources(document):
        kind = resource.get("resourceType") if isinstance(resource, dict) else None
        if not isinstance(kind, str):
            found.append(f"{place}: not a resource")
            continue
        for name, check in checks.items():
            found += [f"{place} ({kind}), {name}: {problem}" for problem in check(kind, resource)]
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--schema", required=True, help="HL7's fhir.schema.json")
    options.add_argument("files", nargs="+")
    options = options.parse_args()
    checks = {
        "fhir.schema.json": PublishedSchema(options.schema).problems,
        "fhirkit": kit_problems,
        "fhir.resources": model_problems,
    }
    for path in options.files:
        print(json.dumps({"file": path, "problems": problems(path, checks)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
