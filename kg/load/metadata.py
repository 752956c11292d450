"""Metadata that comes with a page."""

import datetime
import re

_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?:[T ].*)?")


def parse_date(text: str) -> str:
    """As precise as given: "2026", "2026-03" or "2026-03-02" (from 2026/3/2, 2026年3月2日 or a time stamp); else ""."""
    found = _DATE.fullmatch(text.strip())
    if not found:
        return ""
    year, month, day = (int(group) if group else None for group in found.groups())
    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return ""
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])
