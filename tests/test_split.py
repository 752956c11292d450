"""Stage 2: pages are cut where an editor would cut them."""

import time
from pathlib import Path

import pytest

from kg.models import Article, Page
from kg.rulebook import Rulebook
from kg.split import Splitter, split

SEEDS = Path(__file__).parents[1] / "seeds"


@pytest.fixture(scope="module")
def splitter(rulebook: Rulebook) -> Splitter:
    return Splitter(rulebook)


def cut(splitter: Splitter, *lines: str) -> list[Article]:
    return splitter.split(Page("p.txt", "\n".join(lines)))


def bylines(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in article.bylines]


def seed(splitter: Splitter, number: str) -> list[Article]:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return splitter.split(Page(path.name, path.read_text("utf-8")))


def outline(articles: list[Article]) -> list[tuple[str, list[str]]]:
    return [(article.headline, bylines(article)) for article in articles]


def test_every_rule_matches_its_examples_and_no_reject(splitter: Splitter) -> None:
    wrong = []
    for rule in splitter.rules.rules:
        assert rule.examples, rule.id
        wrong += [(rule.id, "example", e) for e in rule.examples if not rule.pattern.match(e)]
        wrong += [(rule.id, "reject", e) for e in rule.rejects if rule.pattern.match(e)]
    assert wrong == []


# ---- the five pages


def test_signed_pieces_notice_and_news(splitter: Splitter) -> None:
    assert outline(seed(splitter, "000")) == [
        ("坚决扛起科技创新省会担当", []),
        ("“九个强化”“九个转变” 推动实现高质量发展", []),
        ("锤炼过硬作风 扛起城管担当 为全市高质量发展作出城管贡献", []),
        ("掀起招商新热潮 锚定一流促发展", []),
        ("转变作风优服务 实干担当促发展 争当优化营商环境“排头兵”", []),
        ("中共太原市委组织部公示", []),
        ("严控质量 提升产量", ["(贺娟芳)"]),
        ("重点项目 复工复产", ["(司勇、裴若良)"]),
        ("现场办公 解决难题", ["(刘涛)"]),
        ("街头游园擦亮宜居底色", ["记者 王勇"]),
    ]


def test_column_furniture_two_line_headlines_and_a_repeated_caption(splitter: Splitter) -> None:
    articles = seed(splitter, "001")
    assert outline(articles) == [
        ("榆次太谷灵石左权和顺综改区晋中开发区 传达学习市委经济工作会议精神", ["(张子珂 郭娟 张琦 雷甫 范卓 雷昊)"]),
        ("李文兵赴山西医科大学走访慰问联系服务专家", ["(记者王晶)"]),
        ("市区联动优服务 攻坚提速促落地 市营商环境局以审批效能升级全力护航二〇二六年项目建设“开门红”", ["本报记者 郝宇佳"]),
        ("“一纸建议”掷地有声 实景答卷笃行为民 ——市五届人大五次会议代表建议办理工作亮点回眸", ["本报记者 杨星宇"]),
        ("戏韵入书馆 晋腔代代传", []),
        ("", ["本报通讯员 梁生仁 摄"]),
    ]
    everything = "\n".join(article.text for article in articles)
    assert everything.count("近日,山西平遥华兴电机铸造有限公司") == 1
    assert "政务动态" not in everything and "ZHENGWUDONGTAI" not in everything


def test_continuations_captions_and_a_caption_under_the_headline(splitter: Splitter) -> None:
    articles = seed(splitter, "002")
    assert outline(articles) == [
        ("主动“找茬” 精准“挑刺” 建言献策 阳曲县公开招募“营商环境体验官”", ["(李杰华)"]),
        ("", []),
        ("现场指导企业 完善安全管理", ["(张勇)"]),
        ("", ["(赵静茹)"]),
        ("", ["牛利敏 摄"]),
        ("“单项工程”合成“系统解法” 雨污分流每日“剥离” 污水近8万立方米", ["(任晓明)"]),
        ("用好水资源 提升水治理 改善水生态 全市水务工作划重点", ["(孙佳敏)"]),
        ("“世界野生动植物日”主题活动举行", ["(李杰华、王海云 文/摄)"]),
        ("太原中小学新学期“动”起来", ["(张晓丽)"]),
        ("“春运万里行 反诈在晋行” 多部门联合开展 宣传活动", ["(杨沫)"]),
        ("太原康养集团医院成立", ["(张慧、陈睿婷)"]),
    ]
    assert articles[1].text.startswith("要提质服务")
    assert articles[7].text.split("\n")[1] == "工作人员向市民发放宣传资料。"


def test_a_long_report_with_subheadings_stays_one(splitter: Splitter) -> None:
    articles = seed(splitter, "003")
    assert outline(articles) == [
        ("", ["贾 鹏 米国伟 牛利敏 摄"]),
        ("春到并州画图开", []),
        ("市政协召开十四届二次主席会议", ["（张 波）"]),
        ("全市评出30名“最美”典型", ["（郝晓炜）"]),
        ("我市表彰100家优秀建筑企业", ["（陈 剑）"]),
        ("市疫情防控办提示9地返（抵）并人员要主动报备", ["（刘 涛）"]),
    ]
    assert "项目建设——跑出攻坚“新速度”" in articles[1].text.split("\n")
    assert articles[1].text.endswith("画图！")


def test_a_report_goes_on_and_a_table_stands_for_itself(splitter: Splitter) -> None:
    report, table = seed(splitter, "004")
    assert report.headline == "政府工作报告"
    assert report.text.startswith("政府工作报告\n各位代表")
    assert table.headline == "建设国家区域中心城市 再现“锦绣太原城”盛景"
    assert "div" not in table.text and "古交市" in table.text.split("\n")


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_every_character_stands_at_its_place_on_the_page(splitter: Splitter, number: str) -> None:
    (path,) = SEEDS.glob(f"{number}_*.txt")
    page = Page(path.name, path.read_text("utf-8"))
    for article in splitter.split(page):
        covered = ["\n"] * len(article.text)
        for start, at, length in article.segments:
            covered[start : start + length] = page.text[at : at + length]
            assert article.to_page(start, start + length) == (at, at + length)
        assert "".join(covered) == article.text


def test_the_seeds_broken_columns_are_rejoined(splitter: Splitter) -> None:
    text = "\n".join(article.text for number in ("000", "002", "003") for article in seed(splitter, number))
    for whole in ("深入产学研一线", "规范城市综合执法", "服务企业增资扩产需求", "《中华人民共和国特种设备安全法》", "主题,向过往游客", "与太原的合作中做强"):
        assert whole in text


# ---- other papers


def test_masthead_edition_and_staff_are_not_text(splitter: Splitter) -> None:
    (article,) = cut(
        splitter, "江淮日报", "2024年5月6日 星期一", "第3版 要闻", "责编:李明 校对:王芳", "市委常委会召开会议",
        "本报讯(记者 赵一鸣 通讯员 钱小红) 5月5日，市委书记刘大伟主持召开市委常委会会议。",
    )
    assert article.text.split("\n")[0] == "市委常委会召开会议"
    assert bylines(article) == ["(记者 赵一鸣 通讯员 钱小红)"]
    assert len(article.text.split("\n")) == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("会议取得圆满成功。（张三）", ["（张三）"]),
        ("会议取得圆满成功。（张 波）", ["（张 波）"]),
        ("会议取得圆满成功。(欧阳明 李红)", ["(欧阳明 李红)"]),
        ("会议取得圆满成功。（记者 张三 通讯员 李四）", ["（记者 张三 通讯员 李四）"]),
        ("会议取得圆满成功。（李杰华、王海云 文/摄）", ["（李杰华、王海云 文/摄）"]),
        ("会议取得圆满成功。 记者 王二小", ["记者 王二小"]),
        ("会议取得圆满成功。□张小明", ["□张小明"]),
        ("会议审议通过了有关条例（草案）", []),
        ("会议审议通过了有关条例。（试行）", []),
        ("会议取得圆满成功。（完）", []),
        ("会议取得圆满成功。（全文）", []),
        ("会议取得圆满成功。（太原）", []),
        ("会议取得圆满成功。（新华社）", []),
        ("会议取得圆满成功。（以下简称本次会议）", []),
        ("会议取得圆满成功，现任局长（王强）", []),
    ],
)
def test_bylines_at_the_end(splitter: Splitter, line: str, expected: list[str]) -> None:
    (article,) = cut(splitter, "全市重点工作会议今天召开", line)
    assert bylines(article) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("本报讯 (记者王晶)1月8日,市委常委来校调研。", ["(记者王晶)"]),
        ("新华社北京1月8日电（记者 王宾、李明）国务院召开会议。", ["（记者 王宾、李明）"]),
        ("本报讯 记者王晶从市发改委获悉，项目开工。", ["记者王晶"]),
        ("本报讯 记者从市城管局市政管中心了解到，项目开工。", []),
        ("本报讯 (市发改委)项目开工。", []),
        ("央视网消息（新闻联播）：人民日报评论员文章今天发表。", []),
        ("大河网讯 （记者 张三 通讯员 李四）3月5日，项目开工。", ["（记者 张三 通讯员 李四）"]),
    ],
)
def test_bylines_in_the_dateline(splitter: Splitter, line: str, expected: list[str]) -> None:
    (article,) = cut(splitter, "我市一批重点项目集中开工", line)
    assert article.headline == "我市一批重点项目集中开工"
    assert bylines(article) == expected


@pytest.mark.parametrize(
    "byline",
    ["本报记者 郝宇佳", "■本报记者 张三 实习生 李四", "文/图 记者 张三", "本报记者 张三 文 李四 摄", "□ 张三 李四", "全媒体记者 王小明"],
)
def test_a_byline_under_the_headline(splitter: Splitter, byline: str) -> None:
    (article,) = cut(splitter, "深耕一域 久久为功", byline, "走进村庄，稻浪翻滚。", "村民很高兴。")
    assert article.headline == "深耕一域 久久为功"
    assert bylines(article) == [byline]


def test_an_official_under_the_headline_is_no_journalist(splitter: Splitter) -> None:
    first, second = cut(
        splitter, "把就业摆在突出位置", "芜湖市人力资源和社会保障局党组书记、局长 王 强", "就业是民生之本。我们要稳就业。",
        "擦亮城市底色", "市城市管理局局长 李红", "城市管理要下足绣花功夫。",
    )
    assert first.text.split("\n")[1] == "芜湖市人力资源和社会保障局党组书记、局长 王 强"
    assert (first.headline, first.bylines, second.headline, second.bylines) == ("把就业摆在突出位置", (), "擦亮城市底色", ())


def test_the_banner_of_a_series_is_no_headline(splitter: Splitter) -> None:
    articles = cut(
        splitter, "奋进新征程 安徽在行动", "——县区委书记谈高质量发展", "聚力项目攻坚", "长丰县委书记 张三", "项目是发展的支撑。",
    )
    assert [article.headline for article in articles] == ["聚力项目攻坚"]


def test_a_dash_line_belongs_to_its_headline(splitter: Splitter) -> None:
    (one,) = cut(splitter, "好风凭借力", "——我市招商引资综述", "本报记者 张三", "招商引资结硕果。")
    assert one.headline == "好风凭借力 ——我市招商引资综述"


def test_continued_pieces_lose_the_mark_and_keep_their_offsets(splitter: Splitter) -> None:
    page = Page("p.txt", "（上接第1版）会议强调，要抓好落实，推动全市高质量发展。（张三）\n（下转第4版）")
    (article,) = splitter.split(page)
    assert article.headline == ""
    assert article.text == "会议强调，要抓好落实，推动全市高质量发展。（张三）"
    assert page.text[slice(*article.to_page(0, 4))] == "会议强调"


def test_turned_over_pieces_end_before_the_mark(splitter: Splitter) -> None:
    first, second = cut(
        splitter, "市委召开全会", "全会审议通过了报告，动员全市上下为实现目标而团结（下转第2版）", "我市新增就业两万人",
        "本报讯 一季度我市新增就业两万人。",
    )
    assert first.text.endswith("而团结")
    assert second.headline == "我市新增就业两万人"


def test_captions_are_articles(splitter: Splitter) -> None:
    articles = cut(
        splitter, "本报讯 全市召开大会。（张三）", "3月6日，市民在公园赏花。 贾 鹏 摄", "图为施工现场。", "李四 摄",
        "我市召开就业大会", "文/图 王五", "大会提出新目标。",
    )
    assert outline(articles) == [
        ("", ["（张三）"]), ("", ["贾 鹏 摄"]), ("", ["李四 摄"]), ("我市召开就业大会", ["文/图 王五"]),
    ]


def test_a_photo_with_a_headline(splitter: Splitter) -> None:
    articles = cut(
        splitter, "公园花开引客来", "3月6日，市民在公园赏花。", "李四 摄", "我市召开就业大会", "本报讯 大会提出新目标。"
    )
    assert outline(articles) == [("公园花开引客来", ["李四 摄"]), ("我市召开就业大会", [])]


def test_a_paragraph_broken_by_a_caption_is_rejoined(splitter: Splitter) -> None:
    first, caption = cut(
        splitter, "我市召开重点项目推进会", "本报讯 会议强调，要坚持以项目建设为抓手，推动产业", "图为会议现场。 李四 摄",
        "转型升级，加快高质量发展。（张三）",
    )
    assert first.text.endswith("推动产业转型升级，加快高质量发展。（张三）")
    assert caption.text == "图为会议现场。 李四 摄"


def test_an_appointment_list_is_one_notice(splitter: Splitter) -> None:
    first, second = cut(
        splitter, "太原市人民代表大会常务委员会", "任免名单", "（2026年1月8日太原市第十五届人民代表大会常务委员会第三十次会议通过）",
        "任命：", "王强为太原市教育局局长；", "李 红为太原市人民检察院检察员", "免去：", "张大山的太原市教育局局长职务",
        "太原市人民代表大会常务委员会", "2026年1月8日", "我市新增就业两万人", "本报讯 一季度我市新增就业两万人。",
    )
    assert first.headline == "太原市人民代表大会常务委员会 任免名单"
    assert first.text.endswith("张大山的太原市教育局局长职务\n太原市人民代表大会常务委员会\n2026年1月8日")
    assert first.bylines == ()
    assert second.headline == "我市新增就业两万人"


def test_numbered_headings_belong_to_their_article(splitter: Splitter) -> None:
    (article,) = cut(
        splitter, "关于制定规划的建议", "一、总体要求", "要走在前、做示范。", "（一）指导思想", "坚持稳中求进。", "1.基本原则", "坚持党的领导。",
    )
    assert article.text.count("\n") == 6


def test_a_page_of_one_article_without_byline(splitter: Splitter) -> None:
    (article,) = cut(
        splitter, "奋力谱写新篇章", "　　五年来，全市上下同心同德。", "经济实力持续增强", "　　五年来，经济总量翻番。", "民生福祉不断增进",
        "　　五年来，收入稳步增长。",
    )
    assert article.headline == "奋力谱写新篇章"
    assert article.text.split("\n")[1] == "五年来，全市上下同心同德。"
    assert article.bylines == ()


def test_a_headline_of_a_short_piece_ends_the_one_before(splitter: Splitter) -> None:
    news = ["我市举办春季招聘会", "本报讯 招聘会昨日举行，上千人进场。", "安全生产检查扎实有效开展", "近日，执法人员走进企业检查。"]
    assert [article.headline for article in cut(splitter, *news)] == news[::2]


def test_headings_of_markdown_part_articles_and_the_digest_is_dropped(splitter: Splitter) -> None:
    page = Page(
        "20230107.md",
        "# 《新闻联播》 (20230107)\n\n## 新闻摘要\n\n本期节目主要内容：\n\n1.春运启动；\n\n## 详细新闻\n\n### 2023年春运今天启动\n\n"
        "<p><strong>央视网消息</strong>（新闻联播）：春运启动。<br></p><p>客流上升。</p>\n\n[查看原文](https://tv.cctv.com/x)\n\n"
        "### 国内联播快讯\n\n<p><strong>秋粮丰收</strong><br></p><p>收购一亿吨。</p>\n",
    )
    first, second = splitter.split(page)
    assert (first.headline, second.headline) == ("2023年春运今天启动", "国内联播快讯")
    assert first.text == "2023年春运今天启动\n央视网消息（新闻联播）：春运启动。\n客流上升。"
    assert page.text[slice(*first.to_page(first.text.index("央视"), first.text.index("：") + 1))] == (
        "央视网消息</strong>（新闻联播）："
    )
    assert second.text == "国内联播快讯\n秋粮丰收\n收购一亿吨。"


def test_a_column_of_fixed_width_is_put_together(splitter: Splitter) -> None:
    words = "近年来全市上下坚持以项目建设为抓手推动高质量发展" * 12 + "。"
    lines = [words[i : i + 20] for i in range(0, len(words), 20)]
    (article,) = cut(splitter, "我市重点项目建设提速", "　　" + lines[0], *lines[1:])
    assert article.text == "我市重点项目建设提速\n" + words


def test_no_articles_without_chinese(splitter: Splitter) -> None:
    assert cut(splitter, "This page is about Taiyuan (太原). It holds nothing else.", "It has many people.") == []
    assert cut(splitter, "") == []


def test_characters_stay(splitter: Splitter) -> None:
    (article,) = cut(splitter, "会议召开", "　　ＡＢＣ１２３ ,半角；全角：（张 波)等人出席。")
    assert article.text == "会议召开\nＡＢＣ１２３ ,半角；全角：（张 波)等人出席。"


def test_one_line_of_a_million_characters(splitter: Splitter) -> None:
    text = "".join(f"全市召开第{n}次重点项目推进会，会议强调要抓好落实。" for n in range(38_000))
    start = time.perf_counter()
    articles = splitter.split(Page("p.txt", text))
    assert time.perf_counter() - start < 10
    assert sum(length for article in articles for _, _, length in article.segments) == len(text)
    assert max(len(article.text) for article in articles) < 110_000
    assert all(line.endswith("。") for article in articles for line in article.text.split("\n"))


def test_the_function_and_the_class_agree(rulebook: Rulebook, splitter: Splitter) -> None:
    page = Page("p.txt", "我市召开大会\n本报讯 大会提出新目标。（张三）")
    assert split(page, rulebook) == splitter.split(page)
    assert [article.id for article in splitter.split(page)] == ["p.txt#1"]
    (given,) = splitter.split(Page("p.txt", "大会提出新目标，全市上下抓落实。", title="我市召开大会"))
    assert given.headline == "我市召开大会"
