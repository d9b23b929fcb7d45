"""The plain text of posts, whatever their HTML."""

from __future__ import annotations

import pytest

from loader.load.post_text import plain_text, text_of


@pytest.mark.parametrize(
    ("body", "text", "shown"),
    [
        ("<p>R&amp;D&nbsp; &lt;b&gt;</p>", "R&amp;D&nbsp; &lt;b&gt;", "R&D  <b>"),
        ("<p>R&amp;D&nbsp; &lt;b&gt;</p>", "R&D  <b>", "R&D  <b>"),
        ("<p>write &amp;amp;</p>", "write &amp;", "write &amp;"),
        ("<p>write &amp;amp;</p>", "write &amp;amp;", "write &amp;"),
        ("<p>a</p><ul><li>b &#39;c&#39;</li></ul>", "a\n- b 'c'", "a\n- b 'c'"),
        ("<p>a</p><p>&quot;b&quot;</p>", "a &quot;b&quot;", 'a "b"'),
        ("<p>a&nbsp;b<br>c &amp; d</p><script>x()</script>", None, "a b\nc & d"),
        ("<p>1 < 2 &copy</p>", "", ""),
    ],
)
def test_a_text_has_characters_where_html_has_references(
    body: str, text: str | None, shown: str
) -> None:
    assert plain_text(body, text) == shown


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<P CLASS=a>1 < 2 &copy; &#x1F4E6; &#128230</P><Style>p{}</Style>", "1 < 2 © 📦 📦"),
        ("<p>a<script>b</script >c</p><p>d", "ac\nd"),
        ("a<!-- b --><br/>c</br>d&unknown;&#;&", "a\ncd&unknown;&#;&"),
        ("</script>a<script>b", "a"),
        ("a<script><script>b</style><p></script>c", "ac"),
    ],
)
def test_a_body_becomes_its_text(body: str, shown: str) -> None:
    assert text_of(body) == shown


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", ["<", "</", "<a ", '<a x="', "<!--", "<![CDATA[", "&#", "&", "&a", "<script>", "<p>"]
)
def test_no_text_takes_longer_than_its_length(piece: str) -> None:
    body = piece * 200_000
    assert plain_text(body, "x") == "x"
    assert len(text_of(body)) <= len(body)


@pytest.mark.parametrize("digits", ["9" * 5000, "x" + "F" * 5000])
def test_a_reference_of_thousands_of_digits_stays_as_it_is(digits: str) -> None:
    body = f"<p>a &#{digits}; b</p>"
    assert text_of(body).startswith("a ")
    assert text_of(body).endswith(" b")
    assert plain_text(body, f"a &#{digits}; b").endswith(" b")
