"""Finding sessions and speakers, while people type and whatever they type."""

from hallway.kernel.apis import Apis
from hallway.kernel.caller import ANONYMOUS, Caller
from hallway.kernel.ids import uuid7
from hallway.services.events.api import Events
from tests.events.factories import published, put_now, session_input


async def test_finds_what_people_mean(events: Events, apis: Apis, host: Caller) -> None:
    event, other = await published(apis, host), await published(apis, host)
    talks = [
        session_input("Open-source maps", stage="Main", speakers=["Zoë Brown", "Ali Example"]),
        session_input("Databases", 30, abstract="How maps are kept, with node.js and C++"),
        session_input("Mapping the sea", 60, subtitle="Chaos and order", speakers=["Brownie McGee"]),
    ]
    for talk in talks:
        await put_now(events, host, event.id, uuid7(), talk)
    await put_now(events, host, other.id, uuid7(), session_input("Maps elsewhere", speakers=["Ann Brown"]))

    async def found(text: str, limit: int = 20) -> list[str]:
        return [hit.title for hit in await events.search(ANONYMOUS, event.id, text, limit)]

    assert await found("maps") == ["Open-source maps", "Databases"], "a title counts more than an abstract"
    assert await found("MAP") == ["Open-source maps", "Mapping the sea", "Databases"]
    assert await found("map", 1) == ["Open-source maps"]
    assert await found("map sea") == ["Mapping the sea"]
    assert await found("map -sea") == ["Open-source maps", "Databases"]
    assert await found('"are kept"') == ["Databases"]
    assert await found('"kept are"') == []
    assert await found("open-source") == await found("source") == ["Open-source maps"]
    assert await found("node.js") == await found("c++") == ["Databases"]
    assert await found("ma\u00adps\u200b") == await found("maps"), "what nobody sees is not searched for"
    assert await found("brown") == ["Brownie McGee", "Zoë Brown"]
    assert await found("zo") == ["Zoë Brown"]
    [hit] = await events.search(ANONYMOUS, event.id, "sou")
    assert (hit.kind, hit.detail) == ("session", "Main · Zoë Brown, Ali Example")
    [hit] = await events.search(ANONYMOUS, event.id, "zoë")
    assert (hit.kind, hit.detail) == ("speaker", "Open-source maps")


async def test_accents_do_not_matter_on_either_side(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    talks = [
        session_input("Æsir and Straße", speakers=["José Núñez", "Jose Plain", "Łukasz Søgård"]),
        session_input("Größe", 30, abstract="Ein Vortrag über naïve Bäume, Ελλάδα, Йога и 한국어"),
    ]
    for talk in talks:
        await put_now(events, host, event.id, uuid7(), talk)

    async def found(text: str) -> list[str]:
        return [hit.title for hit in await events.search(ANONYMOUS, event.id, text)]

    assert await found("jose") == await found("JOSÉ") == await found("jose\u0301") == ["Jose Plain", "José Núñez"]
    assert await found("nunez") == await found("Nuñ") == ["José Núñez"]
    assert await found("lukasz sogard") == await found("ŁUKASZ SØGÅRD") == ["Łukasz Søgård"]
    assert await found("strasse") == await found("STRASSE") == await found("ǽsir") == ["Æsir and Straße"]
    for word in ("grosse", "uber", "über", "naive", "baume", "ελλαδα", "йога", "한국어", "한국"):
        assert await found(word) == ["Größe"], word
    assert await found("한") == ["Größe"], "syllables stay whole"
    assert await found('"naive baume"') == ["Größe"]


async def test_the_middle_of_scripts_without_spaces_is_found(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    talks = [
        session_input("東京の真ん中でPythonとRustを学ぶ", speakers=["山田太郎"]),
        session_input("大阪・京都", 30, subtitle="データベース入門", abstract="中国語と日本語の全文検索。" * 20),
        session_input("การเขียนโปรแกรม", 60, abstract="ស្វាគមន៍ ພາສາລາວ"),
        session_input("Café 한국어", 90, abstract="ｶﾞｲﾄﾞ ＡＢＣ １２３"),
    ]
    for talk in talks:
        await put_now(events, host, event.id, uuid7(), talk)
    first, second, third, fourth = (talk.title for talk in talks)

    async def found(text: str) -> list[str]:
        return [hit.title for hit in await events.search(ANONYMOUS, event.id, text)]

    for text in (
        "東京の真ん中",
        "真ん中",
        "中で",
        "東京",
        "でPython",
        "PythonとRust",
        "pythonと",
        "rust",
        "とRustを学",
        "学ぶ",
        "ぶ",
        "真",
    ):
        assert await found(text) == [first], text
    assert await found("太郎") == ["山田太郎"]
    for text in (
        "大阪",
        "京都",
        "大阪・京都",
        "阪・京",
        "ベース",
        "ﾍﾞｰｽ",
        "全文検索",
        "日本語の全文",
        '"日本語の"',
        '"大阪 京都"',
        "語。",
    ):
        assert await found(text) == [second], text
    assert await found("中") == [first, second], "one letter is found wherever it stands, in a title first"
    assert await found("京 -大阪") == [first]
    for text in ("東京都", "中真", "京東", "検索中国人", '"東京 真ん中"'):
        assert await found(text) == [], text
    for text in ("เขียน", "โปรแกรม", "គម", "ສາລາ"):
        assert await found(text) == [third], text
    for text in ("ガイド", "ｶﾞｲﾄﾞ", "イド", "abc", "ＡＢＣ", "123", "cafe", "한국"):
        assert await found(text) == [fourth], text
    assert await found("국어") == [], "Korean is written with spaces: words are found by their beginning"


async def test_anything_may_be_typed(events: Events, apis: Apis, host: Caller) -> None:
    event = await published(apis, host)
    await put_now(events, host, event.id, uuid7(), session_input("It's a talk"))
    odd = [
        "",
        " ",
        "-",
        "''",
        "\\",
        "'",
        '"',
        '"" ""',
        "a & b | !c",
        ":*",
        "a:*",
        "<->",
        "(",
        "%",
        "_",
        "\x00",
        "\x00a",
    ]
    odd += [
        "x" * 100_000,
        "a " * 50_000,
        "'; DROP TABLE sessions; --",
        "\\' | 'a",
        "it\\'s",
        "🙂",
        "-only",
        "--",
        "a'b:*c",
        "東'京",
        "々",
        "ー",
        "中" * 10_000,
        "中a" * 10_000,
    ]
    for text in odd:
        hits = await events.search(ANONYMOUS, event.id, text)
        assert all(hit.title == "It's a talk" for hit in hits)
    assert [hit.title for hit in await events.search(ANONYMOUS, event.id, "it's", 10**12)] == ["It's a talk"]
