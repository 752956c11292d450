"""The many names of one session: 市政协六届一次会议 is 中国人民政治协商会议曲靖市第六届委员会第一次会议."""

import re

_N = "第?([一二三四五六七八九十]{1,4})"
_PLACE = r"([\u4e00-\u9fff]{2,12}?[省市县区州盟旗])?"
_CPPCC = re.compile(
    rf"(?:(?:中国人民政治协商会议|政协){_PLACE}{_N}届(?:委员会)?|{_PLACE}(?:政协)?{_N}届政协|{_PLACE}政协{_N}届)(?:委员会)?{_N}次(?:全体)?会议"
)
_CONGRESS = re.compile(rf"{_PLACE}{_N}届(?:人民代表大会|人大){_N}次会议|{_PLACE}(?:人民代表大会|人大){_N}届{_N}次会议")
_STANDING = "(?:常委会|常务委员会)"
_CPPCC_STANDING = re.compile(
    rf"(?:(?:中国人民政治协商会议|政协){_PLACE}{_N}届(?:委员会)?|{_PLACE}政协{_N}届){_STANDING}{_N}次会议")
_CONGRESS_STANDING = re.compile(rf"{_PLACE}{_N}届(?:人民代表大会|人大){_STANDING}{_N}次会议")
_PLENUM = re.compile(rf"(?:(?:中国共产党|中共){_PLACE}{_N}届委员会|{_PLACE}委{_N}届){_N}次(?:全体会议|全会)")


def session(name: str, place: str) -> str:
    """The full name of a session of CPPCC, congress or party committee of a place, "" if the name is of none."""
    for pattern, form in (
        (_CPPCC, "中国人民政治协商会议{place}第{term}届委员会第{number}次会议"),
        (_CONGRESS, "{place}第{term}届人民代表大会第{number}次会议"),
        (_CPPCC_STANDING, "政协{place}第{term}届委员会常务委员会第{number}次会议"),
        (_CONGRESS_STANDING, "{place}第{term}届人民代表大会常务委员会第{number}次会议"),
        (_PLENUM, "中国共产党{place}第{term}届委员会第{number}次全体会议"),
    ):
        found = pattern.fullmatch(name)
        if found:
            places = [g for g in found.groups() if g and g[-1] in "省市县区州盟旗"]
            numbers = [g for g in found.groups() if g and g[-1] not in "省市县区州盟旗"]
            own = places[0] if places and len(places[0]) > 1 else place
            if own and len(numbers) == 2:
                return form.format(place=own, term=numbers[0], number=numbers[1])
    return ""
