"""How people write where a pupil belongs, for patterns: a class, and whose mum somebody is."""

from __future__ import annotations

# 8T, 10KL, 11x/Ma2, 5-Osprey, R-Wren; not 3D, 4K, 10AM, 5N.
CLASS = (
    r"(?:(?:1[0-3]|[1-9])(?!X|(?:D|K|G|AM|PM|TH|ST|ND|RD|GB|KG|CM|KM|MM|ML|V|N)\b)[A-Z]{1,3}\d?(?:/[A-Z][a-z]\d)?"
    r"|(?:1[0-3]|[1-9])[a-z]\d?/[A-Z][a-z]\d|(?:1[0-3]|[1-9]|R|N)-[A-Z][a-z]{2,14})(?![\w/-])"
)
# Words for family that are said of pupils, and with those that novels use as well.
HOME = r"(?:mum|dad|nan|step-?mum|step-?dad|foster[ ]carer)"
KIN = rf"(?:{HOME}|mam|gran|carers?|parents?|mother|father|grandad|grandma)"
