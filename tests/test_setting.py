"""Where and when a page was published, as far as it says."""

from pathlib import Path

import pytest

from kg.models import Page
from kg.rulebook import Rulebook
from kg.split import Splitter

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def splitter(rulebook: Rulebook) -> Splitter:
    return Splitter(rulebook)


def setting(splitter: Splitter, *lines: str) -> tuple[str, str]:
    article = splitter.split(Page("p.txt", "\n".join(lines)))[0]
    return article.place, article.date


def place(splitter: Splitter, *lines: str) -> str:
    return setting(splitter, *lines)[0]


def date(splitter: Splitter, *lines: str) -> str:
    return setting(splitter, *lines)[1]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("000", ("太原市", "2026-03")),
        ("001", ("晋中市", "2026-01")),
        ("002", ("太原市", "2026-03")),
        ("003", ("太原市", "2022-03")),
        ("004", ("太原市", "2025-03")),
    ],
)
def test_the_five_pages(splitter: Splitter, number: str, expected: tuple[str, str]) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    articles = splitter.split(Page(path.name, path.read_text("utf-8")))
    assert {(article.place, article.date) for article in articles} == {expected}
    assert all(article.place_inferred and article.date_inferred for article in articles)


def test_what_is_given_overrides_what_is_inferred(splitter: Splitter) -> None:
    text = "太原日报 2024年5月6日 星期一\n我市召开大会\n本报讯 太原市召开大会，市委书记出席，全市收看。"
    (article,) = splitter.split(Page("p.txt", text, date="2024-05-07", place="晋中"))
    assert (article.place, article.place_inferred) == ("晋中市", False)
    assert (article.date, article.date_inferred) == ("2024-05-07", False)


# ---- the place


def test_a_city(splitter: Splitter) -> None:
    assert place(splitter, "我市召开大会", "芜湖市委、市政府召开大会，全市各县区参加，鸠江区作了发言。") == "芜湖市"


def test_counties_vote_for_their_city(splitter: Splitter) -> None:
    text = "市委经济工作会议召开，榆次区、太谷区、灵石县、左权县、和顺县参加。市政府作出安排，全市上下动员。我市将抓好落实。"
    assert place(splitter, "会议召开", text) == "晋中市"


def test_a_county_and_a_district(splitter: Splitter) -> None:
    assert place(splitter, "我县召开大会", "长丰县召开大会，县委书记讲话，全县参加。") == "长丰县"
    assert place(splitter, "我区召开大会", "小店区召开大会，区委书记讲话，全区参加。小店区属于太原市。") == "太原市小店区"


def test_a_district_whose_name_many_bear(splitter: Splitter) -> None:
    text = "鼓楼区召开大会，区委书记讲话，全区参加。鼓楼区是南京市的中心城区，南京市玄武区也参加。"
    assert place(splitter, "我区召开大会", text) == "南京市鼓楼区"


def test_a_city_of_county_level(splitter: Splitter) -> None:
    text = "诸暨市召开大会，市委书记讲话，全市参加。\n诸暨经济开发区发言。\n诸暨市委部署。\n绍兴市来诸暨调研。"
    assert place(splitter, "我市召开大会", text) == "诸暨市"


def test_a_province_and_an_autonomous_region(splitter: Splitter) -> None:
    assert place(splitter, "我省召开大会", "江苏省委召开会议，全省各市参加，南京市、苏州市发言。") == "江苏省"
    text = "自治区党委召开会议，自治区政府作了部署，我区各地参加。宁夏银川市、固原市发言，宁夏将抓好落实。"
    assert place(splitter, "我区召开大会", text) == "宁夏回族自治区"


def test_a_municipality_is_a_city(splitter: Splitter) -> None:
    assert place(splitter, "我市召开大会", "上海市委召开会议，全市各区参加，黄浦区、徐汇区发言。") == "上海市"


def test_national_news_is_at_home_nowhere(splitter: Splitter) -> None:
    text = "国务院印发通知，北京、上海、广东、四川等地部署落实。各省区市党委和政府要抓好落实。"
    assert place(splitter, "国务院印发通知", text) == ""


def test_a_list_of_cities_does_not_outvote_the_paper(splitter: Splitter) -> None:
    listed = "十堰市、宁波市、韶关市、珠海市、南宁市、临沂市、大连市、镇江市、铜陵市、吉林、广东、天津、河北、辽宁等地报告病例。"
    assert place(splitter, "我市发布提示", "太原市疾控中心提示，全市要做好防控。", "太原市政府要求抓好落实。", "太原将加强排查。", listed) == "太原市"


def test_streets_and_foreign_names_are_no_votes(splitter: Splitter) -> None:
    text = "我市对南京路、北京西路、广州大道、上海路进行改造。\n合肥市城管局负责，全市市民出行更方便。"
    assert place(splitter, "道路改造", text) == "合肥市"


def test_an_article_of_a_national_page_may_have_a_home(splitter: Splitter) -> None:
    page = Page("p.md", "# 早间新闻\n\n## 国务院印发通知\n\n北京、上海、广东、四川等地抓好落实，各地积极行动。\n\n"
                "## 成都打造公园城市\n\n成都市委、市政府提出目标，全市建成绿道。成都居民出行方便。\n")
    assert [article.place for article in Splitter(splitter.rules.rulebook).split(page)] == ["", "成都市"]


# ---- the date


def test_the_masthead_gives_the_day(splitter: Splitter) -> None:
    assert date(splitter, "江淮日报", "2024年5月6日 星期一", "我市召开大会", "本报讯 5月5日，大会召开。") == "2024-05-06"
    assert date(splitter, "第3版 要闻 2024年5月6日", "我市召开大会", "本报讯 5月5日，大会召开。") == "2024-05-06"
    assert date(splitter, "# 《新闻联播》 (20230107)", "会议召开", "今天，会议召开。") == "2023-01-07"


def test_a_month_without_a_year_takes_the_pages(splitter: Splitter) -> None:
    assert date(splitter, "我市召开大会", "本报讯 3月5日，大会召开，部署2024年重点工作。") == "2024-03"


def test_deadlines_plans_and_periods_do_not_count(splitter: Splitter) -> None:
    text = "本报讯 3月5日，大会召开，部署2024年重点工作，力争到2030年建成，6月30日前开工，征集时间3月6日至12月31日。"
    assert date(splitter, "我市召开大会", text) == "2024-03"


def test_the_plan_year_tells_the_year(splitter: Splitter) -> None:
    assert date(splitter, "我市召开大会", "本报讯 3月5日，大会召开。今年是“十四五”规划收官之年。") == "2025-03"
    assert date(splitter, "我市召开大会", "本报讯 3月5日，大会召开。今年是“十五五”开局之年。") == "2026-03"
    assert date(splitter, "我市召开大会", "本报讯 12月5日，大会召开。明年是“十四五”开局之年。") == "2020-12"


def test_not_before_the_latest_event(splitter: Splitter) -> None:
    text = "本报讯 3月15日，大会召开。2021年12月30日，我市举行座谈会。"
    assert date(splitter, "我市召开大会", text) == "2022-03"


def test_in_december_the_papers_speak_of_next_year(splitter: Splitter) -> None:
    assert date(splitter, "市委召开会议", "本报讯 12月20日，市委召开会议，谋划2026年工作。2025年，全市经济增长。") == "2025-12"


def test_around_new_year(splitter: Splitter) -> None:
    text = ["本报讯 1月3日，会议召开，部署2026年工作。", "本报讯 12月30日，某企业投产。"]
    assert date(splitter, "市委召开会议", *text) == "2026-01"


def test_the_last_day_of_a_month_leaves_the_month_open(splitter: Splitter) -> None:
    assert date(splitter, "市委召开会议", "本报讯 4月30日，会议召开，部署2026年工作。") == "2026"


def test_today_with_its_date_is_the_day(splitter: Splitter) -> None:
    assert date(splitter, "春运启动", "2023年春运今天（1月7日）启动。") == "2023-01-07"


def test_no_year_no_date(splitter: Splitter) -> None:
    assert date(splitter, "我市召开大会", "本报讯 3月5日，大会召开。") == ""
    assert date(splitter, "我市召开大会", "本报讯 3月5日，大会召开。该厂始建于1956年。") == ""
    assert date(splitter, "我市表彰先进", "本报讯 3月5日，我市表彰2021年度先进集体。") == ""


def test_a_year_alone(splitter: Splitter) -> None:
    assert date(splitter, "工作报告", "2025年工作安排：2025年要抓好落实。去年10月5日，项目开工。") == "2025"


def test_a_birth_date_is_long_past(splitter: Splitter) -> None:
    text = ["王某，男，1977年10月生，拟任局长。", "公示时间从2026年3月2日至2026年3月6日。", "中共某市委组织部", "2026年3月1日"]
    assert date(splitter, "任前公示", *text) == "2026-03"
