package richtext

import (
	"bytes"
	neturl "net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/api/safetext"
)

// maxHyperlink is the longest address that terminals take in an OSC 8 sequence.
const maxHyperlink = 2000

// cleanURL prepares a target for showing: browsers drop line breaks and tabs in it, and nobody reads what
// a data: address holds.
func cleanURL(s string) string {
	s = strings.TrimSpace(s)
	if strings.ContainsAny(s, "\n\r\t") {
		s = strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(s)
	}
	s = strings.ReplaceAll(safetext.Line(s), nbsp, "%C2%A0")
	if len(s) >= 5 && strings.EqualFold(s[:5], "data:") {
		kind, _, _ := strings.Cut(s, ",")
		return kind[:min(len(kind), 60)] + ",…"
	}
	return s
}

// hyperlink returns the address as it may stand in an OSC 8 sequence, or nothing when it may not: other
// schemes could start something, and what is not plain ASCII ends the sequence early in some programs.
func hyperlink(url string) string {
	if !mayOpen(url) {
		return ""
	}
	var b strings.Builder
	for i := range len(url) {
		c := url[i]
		stray := c == '%' && (i+2 >= len(url) || !isHex(url[i+1]) || !isHex(url[i+2]))
		if !stray && c > ' ' && c < 0x7F && c != ';' && c != '"' && c != '<' && c != '>' && c != '\\' && c != '^' && c != '`' {
			b.WriteByte(c)
			continue
		}
		const hex = "0123456789ABCDEF"
		b.Write([]byte{'%', hex[c>>4], hex[c&15]})
	}
	if _, err := neturl.Parse(b.String()); err != nil || b.Len() > maxHyperlink { // nothing could open it
		return ""
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// linkify makes links of the addresses in the text of the current line.
func (b *builder) linkify() {
	if !bytes.Contains(b.text[b.from:], []byte("://")) {
		return
	}
	old := append([]run(nil), b.d.runs[b.run0:]...)
	b.d.runs = b.d.runs[:b.run0]
	from := int32(b.from)
	for _, r := range old {
		if r.link == 0 && r.attr&picture == 0 {
			from = b.linkRun(from, r)
		}
		if from < r.end {
			b.d.runs = append(b.d.runs, r)
		}
		from = r.end
	}
}

// linkRun splits a run at the addresses in it and returns where the rest begins.
func (b *builder) linkRun(from int32, r run) int32 {
	for {
		t := b.text[from:r.end]
		i, n := findAddress(t)
		if n == 0 {
			return from
		}
		at := from + int32(i)
		if at > from {
			b.d.runs = append(b.d.runs, run{end: at, attr: r.attr})
		}
		url := string(t[i : i+n])
		b.d.links = append(b.d.links, Link{Text: url, URL: url})
		from = at + int32(n)
		b.d.runs = append(b.d.runs, run{end: from, link: int32(len(b.d.links)), attr: r.attr})
	}
}

// findAddress returns where a web address begins in t and how long it is.
func findAddress(t []byte) (at, n int) {
	for at < len(t) {
		i := bytes.Index(t[at:], []byte("://"))
		if i < 0 {
			return 0, 0
		}
		mid := at + i
		begin := mid
		switch {
		case bytes.HasSuffix(t[:mid], []byte("https")):
			begin -= 5
		case bytes.HasSuffix(t[:mid], []byte("http")):
			begin -= 4
		}
		if begin < mid && (begin == 0 || !isWordByte(t[begin-1])) {
			if end := addressEnd(t, mid+3); end > mid+3 {
				return begin, end - begin
			}
		}
		at = mid + 3
	}
	return 0, 0
}

// addressPart returns the length of the character t begins with if it may be part of an address. Letters
// of scripts written without spaces may not: there, the text goes on right behind an address.
func addressPart(t []byte) int {
	if t[0] < 0x80 {
		if t[0] > ' ' && t[0] < 0x7F && strings.IndexByte("<>\"`{}|\\^", t[0]) < 0 {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRune(t)
	if unicode.In(r, unicode.L, unicode.M, unicode.N) && r < 0x2E80 {
		return n
	}
	return 0
}

// addressEnd returns where an address ends that goes on at from. Marks at its end belong to the sentence,
// and so do closing brackets that were not opened in it.
func addressEnd(t []byte, from int) int {
	end := from
	var round, square int // brackets still open
	for end < len(t) {
		n := addressPart(t[end:])
		if n == 0 {
			break
		}
		switch t[end] {
		case '(':
			round++
		case ')':
			round--
		case '[':
			square++
		case ']':
			square--
		}
		end += n
	}
	for ; end > from; end-- {
		switch c := t[end-1]; {
		case c == ')' && round < 0:
			round++
		case c == ']' && square < 0:
			square++
		case strings.IndexByte(".,:;!?'*_~", c) >= 0:
		default:
			return end
		}
	}
	return end
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// orderLinks puts the links in the order of the text and drops those without any.
func (b *builder) orderLinks() {
	if len(b.d.links) == 0 {
		return
	}
	index := make([]int32, len(b.d.links)+1)
	var links []Link
	for i := range b.d.runs {
		r := &b.d.runs[i]
		if r.link == 0 {
			continue
		}
		if index[r.link] == 0 {
			links = append(links, b.d.links[r.link-1])
			index[r.link] = int32(len(links))
		}
		r.link = index[r.link]
	}
	b.d.links = links
}
