"""Collects the ordinary texts of unpacked packages; `fetch-ordinary-text.sh` says which."""
import gettext
import json
import re
import sys
from itertools import cycle
from pathlib import Path

LENGTHS = range(20, 4001)
LEAST = {"en": 2000, "cy": 500, "pl": 500, "ur": 500, "emoji": 500}
# Those of Debian's fortunes that offend nobody.
FORTUNES = {
    "en": "education food literature news pets platitudes riddles science sports tao wisdom work",
    "pl": "pl/haiku pl/seneka pl/zen",
}
WORDPRESS = {"cy": "cy", "pl": "pl_PL", "ur": "ur"}


def tidy(text):
    """One line: paragraphs are joined, overstruck and control characters go."""
    text = re.sub(r".\x08", "", text)
    return re.sub(r"[ \t\r\n]+", " ", re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)).strip()


def messages(python, debian, language):
    """The pairs of English text and translation in the catalogues of Django and WordPress."""
    catalogues = sorted(python.glob(f"django/**/locale/{language}/LC_MESSAGES/*.mo"))
    parts = debian / "usr/share/wordpress/wp-content/languages"
    # The list of cities of the world is not text.
    catalogues += [part for part in sorted(parts.glob(f"*{WORDPRESS[language]}.mo"))
                   if "cities" not in part.name]
    for catalogue in catalogues:
        with catalogue.open("rb") as file:
            pairs = gettext.GNUTranslations(file)._catalog.items()
        for english, translated in pairs:
            english = english[0] if isinstance(english, tuple) else english
            if english:
                yield english.split("\x04")[-1], translated


def fortunes(debian, language):
    for name in FORTUNES.get(language, "").split():
        text = (debian / "usr/share/games/fortunes" / name).read_text(encoding="utf-8")
        yield from text.split("\n%\n")


def with_emoji(python, texts):
    """Short English texts, each with an emoji at its end or after its first words."""
    known = json.loads((python / "emoji/unicode_codes/emoji.json").read_text(encoding="utf-8"))
    short = cycle(text for text in texts if len(text) <= 160)
    for index, (emoji, text) in enumerate(zip(known, short)):
        words = text.split(" ")
        middle = len(words) // 2 if index % 3 == 0 else len(words)
        yield " ".join(words[:middle] + [emoji] + words[middle:])


def main():
    python, debian, folder = map(Path, sys.argv[1:])
    texts = {"en": list(fortunes(debian, "en"))}
    for language in WORDPRESS:
        pairs = list(messages(python, debian, language))
        texts["en"] += [english for english, _ in pairs]
        translated = [text for english, text in pairs if text != english]
        texts[language] = translated + list(fortunes(debian, language))
    texts = {language: [tidy(text) for text in found] for language, found in texts.items()}
    texts["emoji"] = with_emoji(python, texts["en"])
    for language, found in texts.items():
        lines = [text for text in dict.fromkeys(found) if len(text) in LENGTHS]
        if len(lines) < LEAST[language]:
            sys.exit(f"only {len(lines)} texts in {language}: the packages are not as expected")
        (folder / f"{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
