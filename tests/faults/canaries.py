"""Secrets that are nobody's, and the search for them in whatever form."""

import base64
import json
import os
import pathlib
import urllib.parse

# How much of a secret's beginning or end counts as the secret.
PIECE = 9


def _in_base64(secret):
    """What stands in base64 of any text around the secret: one form for each place that it can have in three bytes."""
    for before in range(3):
        text = base64.b64encode(b"x" * before + secret)
        begin = -(-before * 8 // 6) + (1 if before else 0)
        yield text.rstrip(b"=")[begin:-2]


def forms_of(secret):
    """In lower case: the search does not tell cases apart."""
    plain = secret.encode()
    escaped = urllib.parse.quote(secret, safe="").encode()
    forms = {plain, escaped, urllib.parse.quote(secret).encode(), json.dumps(secret)[1:-1].encode(), plain.hex().encode(), *_in_base64(plain)}
    for text in (plain, escaped):
        forms |= {text[:PIECE], text[-PIECE:]}
    return {form.lower() for form in forms if len(form) >= PIECE - 1}


class Canaries:
    def __init__(self, chance):
        self._chance = chance
        self._forms = {}  # by form: whose it is

    def add(self, name, secret=None):
        """The secret, which is made up where none is given."""
        if secret is None:
            secret = "".join(self._chance.choices("ABCDEFGHKLMNPQRSTUVWXYZabcdefghkmnpqrstuvwxyz23456789", k=24))
        for form in forms_of(secret):
            self._forms[form] = name
        return secret

    def hits(self, text, where):
        """Of bytes or a text."""
        text = (text.encode(errors="surrogateescape") if isinstance(text, str) else text).lower()
        return [f"{name} in {where}: …{text[max(0, at - 60):at + 60].decode(errors='replace')}…"
                for form, name in self._forms.items() if (at := text.find(form)) >= 0]

    def hits_in_folder(self, folder, but=()):
        """In every file below it, names included, but for those that are there to hold a secret."""
        found = []
        for place, folders, files in os.walk(folder):
            for name in folders + files:
                found += self.hits(name, "a file's name")
            for path in (pathlib.Path(place, name) for name in files):
                if path not in but and path.is_file() and not path.is_symlink():
                    found += self.hits(path.read_bytes(), f"the file {path.relative_to(folder)}")
        return found
