"""Look-alikes become alike, and every offset finds its way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from safe_to_paste import paths, rules
from safe_to_paste.model import Span
from safe_to_paste.normalise import normalise
from safe_to_paste.scanner import scan

from .growth import grows_no_faster

RULES = rules.load(paths.rules_dir())

awkward = st.text(
    st.sampled_from("aéLX12._\u0430\u0421\u03bf\u0301\u200b\u00ad\u2019\u2013\u00a0\uff11\u0663\ud800😀\r\n \ufeff")
)


@given(st.text())
def test_one_character_stays_one_character_unless_it_has_no_width(text: str) -> None:
    normal = normalise(text)

    if normal.starts is None:
        assert len(text) == len(normal.text)
    else:
        assert len(normal.text) + 1 == len(normal.starts)


@given(awkward)
def test_offsets_lead_back_into_the_original_in_order(text: str) -> None:
    normal = normalise(text)

    edges = [normal.original(Span(at, at + 1)) for at in range(len(normal.text))]

    assert sorted(edges) == edges
    assert all(0 <= span.start < span.end <= len(text) for span in edges)


@given(awkward)
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text).text

    assert once == normalise(once).text


def test_separate_accents_are_composed() -> None:
    assert normalise("Jose\u0301").text == "José"


def test_digits_of_other_scripts_are_read() -> None:
    assert normalise("٠٧٧٠٠ ٩٠٠١٢٣").text == "07700 900123"


@pytest.mark.parametrize(
    "hidden",
    [
        "Le\u200bah Ok\u00adaf\u2060or",
        "L\u0435\u0430h \u041ek\u0430f\u043er",
        "Le\u03b1h Ok\u03b1f\u03bfr",
        "L e a h  O k a f o r",
        "L e a h O k a f o r",
        "L.e.a.h O.k.a.f.o.r",
        "L-e-a-h O-k-a-f-o-r",
        "L_e_a_h O_k_a_f_o_r",
        "\uff2c\uff45\uff41\uff48 \uff2f\uff4b\uff41\uff46\uff4f\uff52",
        "\U0001d40b\U0001d41e\U0001d41a\U0001d421 \u24c4\u24da\u24d0\u24d5\u24de\u24e1",
        "L\u034fe\ufe0fah O\u115fkafor",
        "L\u200b \u0435 a h  O k a f o r",
    ],
)
def test_a_hidden_name_is_found_where_it_stands(hidden: str) -> None:
    text = f"\U0001f642 Report: {hidden} 8T refused to work."
    found = [text[f.span.start : f.span.end] for f in scan(text, RULES).findings if f.entity == "PUPIL_NAME"]

    assert found == [hidden]


@pytest.mark.parametrize(
    "hidden",
    [
        "V\u200b989914021104",
        "V 9 8 9 9 1 4 0 2 1 1 0 4",
        "\uff36\uff19\uff18\uff19914021104",
        "\u0405989914021104",
        "V-9-8-9-9-1-4-0-2-1-1-0-4",
    ],
)
def test_a_hidden_upn_is_read_as_one(hidden: str) -> None:
    assert normalise(f"UPN {hidden} ok").text in {"UPN V989914021104 ok", "UPN S989914021104 ok"}


@pytest.mark.parametrize(
    "text",
    [
        "Саша и Мария идут в 5А класс.",
        "Η Αννα και ο Νίκος πάνε σχολείο.",
        "Я и ты у окна с другом",
        "B A C D E A B",
        "P M D P D M",
        "N E S W are the points",
        "J. R. R. Tolkien, C. S. Lewis and U.S.S.R.",
        "1 1 2 3 5 8 1 3 2 1 3 4 5 5",
        "Solve for x y z and a + b + c",
        "e.g. 9 a.m. to 3 p.m.",
        "Łukasz Żółć и Łódź",
        "小明 和 李华",
        "一 二 三 四 五",
        "Α Β Γ Δ Ε",
    ],
)
def test_what_hides_nothing_is_left_as_it_is(text: str) -> None:
    assert text.replace("N E S W", "NESW") == normalise(text).text.replace("N E S W", "NESW")


@pytest.mark.parametrize(
    "lesson",
    [
        "Меня зовут Саша, мне тринадцать лет. Year 9 Russian: make a gap fill. Мой друг Том играет в футбол.",
        "Με λένε Νίκο. Έχω μία αδερφή. Translate for Year 8 Greek club.",
        "Je m'appelle Marie et j'ai treize ans. Mon frère s'appelle Luc. Make ten questions.",
        "مرحبا اسمي سارة وعمري ثلاث عشرة سنة. Year 7 Arabic.",
        "我叫小明，我十三岁。 Year 8 Mandarin: vocabulary list please.",
        "Dzieci idą do szkoły, a potem jedzą obiad. Łódź i Kraków to duże miasta. Przetłumacz zdania.",
        "Phonics: s a t p i n. Blend c a t, s h o p, M a x, T i m and r a i n.",
        "Gaps: F _ o r _ n c e is the c_pital of T_sc_ny",
        "Resolve forces: F = μR, Δx = νt, ρVg, kα, Aα",
    ],
)
def test_lessons_in_other_alphabets_stay_silent(lesson: str) -> None:
    assert [f.entity for f in scan(lesson, RULES).findings] == []


@pytest.mark.parametrize(
    "piece",
    ["L e a h ", "a b ", "Lеаh ", "море ", "a.b.", "L e a h  ", "A1 ", "А123456 "],
)
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def work(length: int) -> None:
        normalise(piece * (length // len(piece)))

    assert grows_no_faster(work, 100_000)
