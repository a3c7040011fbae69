#!/usr/bin/env bash
# Puts ordinary text into a folder (default .build-suites/text), one text a line: en.txt, cy.txt,
# pl.txt, ur.txt and emoji.txt. Nothing of it is written for this program.
#
# It is what free packages say to people: the translations of Django (BSD) and WordPress (GPL-2+),
# Debian's fortunes, and the emoji of the Python package emoji (BSD). Debian's packages are those of
# the machine's release; apt checks them. Nothing is installed.
set -euo pipefail

django=5.2.8
django_checksum=37e687f7bd73ddf043e2b6b97cfe02fcbb11f2dbb3adccc6a2b18c6daa054d7f
emoji=2.16.0
emoji_checksum=c4230d80640def9071599ff56b1b5950fe13a2a94c0da98c5deab12431b24330
debian_packages=(fortunes fortunes-min fortunes-pl wordpress-l10n)
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-"$(dirname "$here")/.build-suites/text"}

stamp="django $django, emoji $emoji, $(sha256sum <"$here/ordinary-text.py" | cut -c 1-16)"
if [ "$(cat "$folder/version" 2>/dev/null)" = "$stamp" ]; then exit 0; fi

download=$(mktemp -d)
trap 'rm -rf "$download"' EXIT
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
    --dest "$download" "django==$django" "emoji==$emoji"
sha256sum --check --quiet <<CHECKSUMS
$django_checksum  $download/django-$django-py3-none-any.whl
$emoji_checksum  $download/emoji-$emoji-py3-none-any.whl
CHECKSUMS

run() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt-cache show "${debian_packages[@]}" >/dev/null 2>&1 || run apt-get update -qq
# apt's own user may not enter the folder; the packages' signatures are checked all the same.
(cd "$download" && apt-get download -qq -o APT::Sandbox::User=root "${debian_packages[@]}")

for wheel in "$download"/*.whl; do python3 -m zipfile --extract "$wheel" "$download/python"; done
for package in "$download"/*.deb; do dpkg-deb --extract "$package" "$download/debian"; done
mkdir -p "$folder"
python3 "$here/ordinary-text.py" "$download/python" "$download/debian" "$folder"
# Written last: a folder without it is not complete.
echo "$stamp" >"$folder/version"
