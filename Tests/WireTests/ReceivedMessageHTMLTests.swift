import Testing

@testable import Wire

struct ReceivedMessageHTMLTests {
    @Test(arguments: [
        ("", ""), ("plain", "plain"), ("a  b\n c", "a b c"), ("<b>a</b><i>b</i> c", "ab c"),
        ("a<br>b<br/>c<BR >d", "a\nb\nc\nd"), ("a<br><br><br><br>b", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"), ("<div>a</div><div>b</div>c", "a\nb\nc"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"), ("<div><div><div>a</div></div></div>b", "a\nb"),
        (
            "<table><tr><td>Name</td><td>Jo</td></tr><tr><td>Town</td> <td> Wells</td></tr></table>",
            "Name\tJo\nTown\tWells"
        ),
        ("<ul><li>one</li><li> two</ul>x", "- one\n- two\n\nx"), ("<pre>a  b\n c</pre>d", "a  b\n c\n\nd"),
        (
            "x<blockquote>old<br>words<blockquote>older</blockquote></blockquote>y",
            "x\n\n> old\n> words\n\n> > older\n\ny"
        ),
        ("<style>p{color:red}</style>a<script>if (a<b) x('</p>')</script>b<title>t</title>", "ab"),
        ("a<script>never closed", "a"), ("a<!-- <b> -- > -->b<!-- never closed", "ab"),
        ("<!doctype html><?xml?>a", "a"),
        ("a<![CDATA[x]]>b", "ab"), ("1 < 2 > 0 && 3 <4", "1 < 2 > 0 && 3 <4"), ("a<", "a<"), ("a</", "a</"),
        ("a<b", "a"),
        ("<a href=\"x>y\" title='>'>link</a>", "link"), ("<p don't>a</p>b", "a\n\nb"), ("<a href=x'y>b</a>", "b"),
        ("&amp;&lt;&gt;&quot;&apos;&eacute;&euro;&ndash;", "&<>\"'é€–"), ("&#233;&#xE9;&#XE9;&#233", "éééé"),
        ("&#146;&#x80;", "’€"), ("&nosuch; &; & &#; &#x; &#99999999999;", "&nosuch; &; & &#; &#x; &#99999999999;"),
        ("&#xD800;&#x110000;", "\u{FFFD}\u{FFFD}"), ("a&nbsp;&nbsp;b", "a  b"), ("&amp;lt;", "&lt;"),
        ("AT&T R&D;", "AT&T R&D;"),
        ("<s>100</s> 200", "200"), ("a<del>b<b>c</b></del>d<strike>e</strike>f", "adf"), ("<s>a<s>b</s>c</s>d", "d"),
        ("<span style='text-decoration: line-through'>a<i>b</i></span>c", "c"), ("<strong>a</strong><span>b", "ab"),
        ("a<del>never closed", "a"), ("<p>a</p><p style=\"text-decoration:line-through\">b</p><p>c</p>", "a\n\nc"),
        ("é日本🖨", "é日本🖨"), ("<img src=https://example.org/x.png alt=x>a", "a"),
    ])
    func `turns HTML into text`(html: String, text: String) {
        #expect(HTMLText.plain(from: html) == text)
    }

    @Test(arguments: [
        "<", "<a ", "&", "<!--", "<script>", "<blockquote>", "<a href=\"", "</", "<pre> ", "&#", "<br> ", "<li>",
    ])
    func `takes no longer than the text is long`(piece: String) {
        let start = ContinuousClock.now
        _ = HTMLText.plain(from: String(repeating: piece, count: 50_000))
        #expect(start.duration(to: .now) < .seconds(10))
    }
}
