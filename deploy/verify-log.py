#!/usr/bin/env python3
"""Verifies proofs and folders of an audit log, knowing nothing of the program that made them.

Written from the specifications alone, with the standard library alone:
RFC 6962 section 2.1 (trees and proofs), RFC 8032 section 5.1 (Ed25519), and
c2sp.org/signed-note, c2sp.org/tlog-checkpoint and c2sp.org/tlog-tiles.

    verify-log.py inclusion [FILE]     an entry is in the tree of a signed checkpoint
    verify-log.py bundle [FILE]        everything that happened to one child's data, by audit export
    verify-log.py consistency [FILE]   a later tree continues an earlier one
    verify-log.py tiles FOLDER VKEY    every entry, hash and the signature of a whole log

FILE is JSON, read from standard input when it is not named. Exit code 0 when all is right, else 1
with one line that says what is wrong and where.
"""

import base64
import binascii
import hashlib
import json
import pathlib
import sys


class Wrong(Exception):
    """Something is not as it must be; says what and where."""


def require(condition, message):
    if not condition:
        raise Wrong(message)


def unbase64(text, what):
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError) as error:
        raise Wrong(f"{what} is not base64") from error
    require(base64.b64encode(raw).decode() == text, f"{what} is not base64 as it must be written")
    return raw


def unbase64_hash(text, what):
    raw = unbase64(text, what)
    require(len(raw) == 32, f"{what} is not a hash of 32 bytes")
    return raw


# --- Ed25519, RFC 8032 section 5.1 -------------------------------------------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def add(one, other):
    """Adds points in extended coordinates (section 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def same_point(one, other):
    return (one[0] * other[2] - other[0] * one[2]) % P == 0 and (
        one[1] * other[2] - other[1] * one[2]
    ) % P == 0


def x_of(y, odd):
    """The x coordinate for a y coordinate (section 5.1.3), or None."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != odd else x


def point(raw):
    number = int.from_bytes(raw, "little")
    y = number & ((1 << 255) - 1)
    x = x_of(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = x_of(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def is_signed(public, message, signature):
    """Section 5.1.7."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % ORDER
    return same_point(times(s, BASE), add(r, times(k, a)))


# --- Trees, RFC 6962 section 2.1 ---------------------------------------------------------------


def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size):
    """The largest power of two smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def root_of(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = split(len(hashes))
    return node_hash(root_of(hashes[:middle]), root_of(hashes[middle:]))


def root_by_inclusion(index, size, leaf, path):
    """The root that a leaf and its path lead to: the definition of PATH, read backwards."""
    if size == 1:
        require(not path, "the path is too long")
        return leaf
    require(path, "the path is too short")
    middle = split(size)
    if index < middle:
        return node_hash(root_by_inclusion(index, middle, leaf, path[:-1]), path[-1])
    return node_hash(path[-1], root_by_inclusion(index - middle, size - middle, leaf, path[:-1]))


def roots_by_consistency(old, new, path, old_root):
    """Both roots that a proof leads to: the definition of SUBPROOF, read backwards.

    `old_root` stands for the subtree that the proof leaves out; None where it leaves out none.
    """
    if old == new:
        if old_root is not None:
            require(not path, "the path is too long")
            return old_root, old_root
        require(len(path) == 1, "the path has the wrong length")
        return path[0], path[0]
    require(path, "the path is too short")
    middle, beside = split(new), path[-1]
    if old <= middle:
        low, high = roots_by_consistency(old, middle, path[:-1], old_root)
        return low, node_hash(high, beside)
    low, high = roots_by_consistency(old - middle, new - middle, path[:-1], None)
    return node_hash(beside, low), node_hash(beside, high)


# --- Signed notes and checkpoints --------------------------------------------------------------


def read_vkey(vkey):
    parts = vkey.split("+", 2)
    require(len(parts) == 3, "the verifier key is malformed")
    name, identifier, key = parts[0], parts[1], unbase64(parts[2], "the verifier key")
    require(len(key) == 33 and key[0] == 1, "the verifier key is not one of Ed25519")
    expected = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    require(identifier == expected.hex(), "the verifier key's identifier is wrong")
    return name, expected, key[1:]


def open_note(note, vkey):
    """The text of a note that the key signed."""
    name, identifier, public = read_vkey(vkey)
    require(not any(c < 0x20 and c != 0x0A for c in note), "the note has control characters")
    end = note.rfind(b"\n\n")
    require(end >= 0 and note.endswith(b"\n"), "the note is malformed")
    text, lines = note[: end + 1], note[end + 2 : -1].split(b"\n")
    signatures = []
    for line in lines:
        try:
            parts = line.decode().split(" ")
        except UnicodeDecodeError as error:
            raise Wrong("the note is not UTF-8") from error
        require(
            len(parts) == 3 and parts[0] == "\u2014" and parts[1],
            "a signature line is malformed",
        )
        raw = unbase64(parts[2], "a signature")
        require(len(raw) > 4, "a signature is too short")
        if parts[1] == name and raw[:4] == identifier:
            signatures.append(raw[4:])
    require(signatures, f"the note has no signature of {name}")
    for signature in signatures:
        require(is_signed(public, text, signature), f"the signature of {name} is wrong")
    return text.decode()


def read_checkpoint(note, vkey):
    """The size and root of a signed checkpoint."""
    lines = open_note(note, vkey).split("\n")
    require(len(lines) >= 4 and all(lines[:-1]) and not lines[-1], "the checkpoint is malformed")
    size = lines[1]
    require(
        size.isascii() and size.isdigit() and str(int(size)) == size,
        "the checkpoint's size is malformed",
    )
    return int(size), unbase64_hash(lines[2], "the checkpoint's root")


# --- Tiles -------------------------------------------------------------------------------------


def tile_path(level, index, width):
    digits = str(index)
    digits = digits.zfill((len(digits) + 2) // 3 * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join(["x" + group for group in groups[:-1]] + groups[-1:])
    return f"tile/{level}/{path}" + ("" if width == 256 else f".p/{width}")


def read_row(folder, level, index, width, read):
    """The first items of a tile's file, and its path: the full file may stand for a partial one."""
    for stored in [width] + [256] * (width < 256):
        path = tile_path(level, index, stored)
        if (folder / path).is_file():
            items = read((folder / path).read_bytes(), path)
            require(len(items) == stored, f"{path} has {len(items)} items, not {stored}")
            return items[:width], path
    raise Wrong(f"{tile_path(level, index, width)} is missing")


def read_hashes(raw, path):
    require(len(raw) % 32 == 0, f"{path} ends inside a hash")
    return [raw[i : i + 32] for i in range(0, len(raw), 32)]


def read_entries(raw, path):
    entries, at = [], 0
    while at < len(raw):
        require(at + 2 <= len(raw), f"{path} ends inside a length")
        length = int.from_bytes(raw[at : at + 2], "big")
        at += 2
        require(at + length <= len(raw), f"{path} ends inside entry {len(entries)}")
        entries.append(raw[at : at + length])
        at += length
    return entries


def check_tile(folder, level, index, expected, source=None):
    """Compares a stored tile with what its hashes must be, from a bundle or from tiles below."""
    hashes, path = read_row(folder, level, index, len(expected), read_hashes)
    for place, (found, right) in enumerate(zip(hashes, expected)):
        number = 256 * index + place
        below = f"entry {place} of {source}" if source else tile_path(level - 1, number, 256)
        require(found == right, f"{path}: hash {place} is not that of {below}")


def check_other_files(folder, rows):
    """Compares files that the checkpoint does not need, such as earlier partial tiles."""
    for file in sorted((folder / "tile").rglob("*")):
        if not file.is_file():
            continue
        path = file.relative_to(folder).as_posix()
        parts = path.split("/")
        place = "/".join(parts[2:]).split(".p/")
        try:
            level = parts[1] if parts[1] == "entries" else int(parts[1])
            index = int("".join(c for c in place[0] if c not in "x/"))
            width = int(place[1]) if len(place) > 1 else 256
        except ValueError as error:
            raise Wrong(f"{path} is not the name of a tile") from error
        require(
            path == tile_path(level, index, width) and parts[1][0] != "-",
            f"{path} is not the name of a tile",
        )
        read = read_entries if level == "entries" else read_hashes
        items = read(file.read_bytes(), path)
        require(len(items) == width, f"{path} has {len(items)} items, not {width}")
        if level == "entries":
            items, known = [leaf_hash(item) for item in items], rows[0] if rows else []
        else:
            known = rows[level] if level < len(rows) else []
        for place, (found, right) in enumerate(zip(items, known[256 * index :])):
            require(found == right, f"{path}: item {place} is not that of the tree")


def check_tiles(folder, vkey):
    note = folder / "checkpoint"
    require(note.is_file(), "checkpoint is missing")
    try:
        size, root = read_checkpoint(note.read_bytes(), vkey)
    except Wrong as wrong:
        raise Wrong(f"checkpoint: {wrong}") from wrong
    rows, row, level = [], [], 0
    for index in range((size + 255) // 256):
        width = min(256, size - 256 * index)
        entries, path = read_row(folder, "entries", index, width, read_entries)
        hashes = [leaf_hash(entry) for entry in entries]
        check_tile(folder, 0, index, hashes, path)
        row += hashes
    while row:
        rows.append(row)
        row = [root_of(row[i : i + 256]) for i in range(0, len(row) // 256 * 256, 256)]
        level += 1
        for index in range((len(row) + 255) // 256):
            check_tile(folder, level, index, row[256 * index : 256 * (index + 1)])
    found = root_of(rows[0] if rows else [])
    require(found == root, "checkpoint: the root is not that of the entries")
    check_other_files(folder, rows)
    return f"{size} entries, every hash, the root and the signature are right"


# --- Commands ----------------------------------------------------------------------------------


def read_json(arguments):
    raw = pathlib.Path(arguments[0]).read_bytes() if arguments else sys.stdin.buffer.read()
    return json.loads(raw)


def numbers(document, *names):
    for name in names:
        value = document[name]
        require(isinstance(value, int) and not isinstance(value, bool), f"{name} is not a number")
        require(0 <= value < 2**63, f"{name} is out of range")
    return [document[name] for name in names]


def check_inclusion(document):
    index, size = numbers(document, "index", "size")
    require(index < size, "the index is not in the tree")
    path = [unbase64_hash(text, "a hash of the path") for text in document["path"]]
    entry = unbase64(document["entry"], "the entry")
    checkpoint_size, root = read_checkpoint(document["checkpoint"].encode(), document["vkey"])
    require(size == checkpoint_size, "the proof is for another size than the checkpoint")
    found = root_by_inclusion(index, size, leaf_hash(entry), path)
    require(found == root, "the entry and the path do not lead to the checkpoint's root")
    return index, size


def inclusion(arguments):
    index, size = check_inclusion(read_json(arguments))
    return f"the entry is number {index} of the {size} that the checkpoint covers"


def bundle(arguments):
    entries = read_json(arguments)["entries"]
    require(entries, "there are no entries")
    key, note = entries[0]["vkey"], entries[0]["checkpoint"]
    for number, entry in enumerate(entries):
        require(entry["vkey"] == key, f"entry {number} names another key")
        require(entry["checkpoint"] == note, f"entry {number} names another checkpoint")
        try:
            check_inclusion(entry)
        except Wrong as wrong:
            raise Wrong(f"entry {number}: {wrong}") from wrong
    return f"{len(entries)} entries are in the log signed by {key}"


def consistency(arguments):
    document = read_json(arguments)
    old, new = numbers(document, "from", "to")
    require(old <= new, "the earlier size is larger than the later")
    path = [unbase64_hash(text, "a hash of the path") for text in document["path"]]
    old_root = unbase64_hash(document["oldRoot"], "oldRoot")
    new_root = unbase64_hash(document["newRoot"], "newRoot")
    if old == 0:
        require(not path, "the path is too long")
        require(old_root == root_of([]), "oldRoot is not that of a tree without entries")
        require(new > 0 or new_root == old_root, "newRoot is not that of a tree without entries")
    else:
        low, high = roots_by_consistency(old, new, path, old_root)
        require(low == old_root, "the path does not lead to oldRoot")
        require(high == new_root, "the path does not lead to newRoot")
    return f"the tree of {new} entries continues the tree of {old}"


def tiles(arguments):
    return check_tiles(pathlib.Path(arguments[0]), arguments[1])


def main():
    commands = {"inclusion": inclusion, "bundle": bundle, "consistency": consistency, "tiles": tiles}
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print("usage: verify-log.py inclusion [FILE] | bundle [FILE] | consistency [FILE] | tiles FOLDER VKEY")
        return 1
    try:
        print(commands[sys.argv[1]](sys.argv[2:]))
        return 0
    except Wrong as wrong:
        print(f"wrong: {wrong}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        print(f"wrong: cannot be read: {type(error).__name__} {error}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
