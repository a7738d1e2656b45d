package richtext

import (
	"bytes"
	"strings"
	"unicode"

	"golang.org/x/net/html/atom"

	"parley/api/safetext"
)

// maxFormats bounds the open inline elements that are told apart; more only cost style.
const maxFormats = 256

// format is an open inline element.
type format struct {
	tag atom.Atom
	add attr
}

func (b *builder) startFormat(tag atom.Atom, a attributes) {
	if len(b.formats) < maxFormats {
		f := format{tag, formatOf(tag, a.style)}
		b.formats = append(b.formats, f)
		b.count(f.add, 1)
	}
}

// formatOf is what an element adds to the style.
func formatOf(tag atom.Atom, style string) (f attr) {
	switch tag {
	case atom.B, atom.Strong:
		if strings.Contains(style, "font-weight:normal") || strings.Contains(style, "font-weight: normal") {
			return 0 // Google Docs wraps all that is pasted from it so
		}
		return bold
	case atom.I, atom.Em, atom.Cite, atom.Dfn, atom.Var:
		return italic
	case atom.S, atom.Strike, atom.Del:
		return strike
	case atom.U, atom.Ins:
		return underline
	case atom.Code, atom.Tt, atom.Kbd, atom.Samp:
		return code
	}
	if style == "" {
		return 0
	}
	for d := range strings.SplitSeq(style, ";") {
		k, v, _ := strings.Cut(d, ":")
		v = strings.TrimSpace(v)
		switch strings.TrimSpace(k) {
		case "font-weight":
			if strings.HasPrefix(v, "bold") || len(v) == 3 && v >= "600" && v <= "900" {
				f |= bold
			}
		case "font-style":
			if v == "italic" || v == "oblique" {
				f |= italic
			}
		case "text-decoration", "text-decoration-line":
			if strings.Contains(v, "line-through") {
				f |= strike
			}
			if strings.Contains(v, "underline") {
				f |= underline
			}
		}
	}
	return f
}

func (b *builder) endFormat(tag atom.Atom) {
	for i := len(b.formats) - 1; i >= b.base && b.fuel > 0; i-- {
		b.fuel--
		if b.formats[i].tag == tag {
			b.count(b.formats[i].add, -1)
			b.formats = append(b.formats[:i], b.formats[i+1:]...)
			return
		}
	}
}

// dropFormats ends the inline elements opened in a table cell.
func (b *builder) dropFormats() {
	for _, f := range b.formats[b.base:] {
		b.count(f.add, -1)
	}
	b.formats = b.formats[:b.base]
}

func (b *builder) count(a attr, n int32) {
	for i := range b.counts {
		if a&(1<<i) == 0 {
			continue
		}
		b.counts[i] += n
		if b.counts[i] > 0 {
			b.style |= 1 << i
		} else {
			b.style &^= 1 << i
		}
	}
}

// startLink opens a link. Targets inside the page mean nothing here.
func (b *builder) startLink(a attributes) {
	b.endLink()
	url := cleanURL(a.href)
	if url == "" || url[0] == '#' {
		return
	}
	b.d.links = append(b.d.links, Link{URL: url})
	b.link, b.linkAt = int32(len(b.d.links)), len(b.text)
}

// endLink closes the open link and writes its target behind its text, unless that is the text.
func (b *builder) endLink() {
	if b.link == 0 {
		return
	}
	l := &b.d.links[b.link-1]
	text := bytes.TrimSpace(b.text[min(b.linkAt, len(b.text)):])
	r := run{link: b.link, attr: target}
	b.link = 0
	if len(text) == 0 { // nothing to see, nothing to open
		if int(r.link) == len(b.d.links) {
			b.d.links = b.d.links[:len(b.d.links)-1]
		}
		return
	}
	l.Text = strings.ReplaceAll(strings.ToValidUTF8(string(text[:min(len(text), 300)]), ""), nbsp, " ")
	if l.Text == l.URL || strings.EqualFold(l.URL, "mailto:"+l.Text) || l.URL == "tel:"+l.Text {
		return
	}
	b.putTarget(l.URL, r)
}

// putTarget writes " <url>".
func (b *builder) putTarget(url string, r run) {
	if len(b.text) > b.from {
		b.put(oneSpace, run{attr: target | divider, link: r.link})
	}
	b.put([]byte("<"+url+">"), r)
}

// image writes "[image: alt <src>]". Pictures of a dot that only count who opens a mail are left out.
func (b *builder) image(a attributes) {
	alt := strings.Join(strings.Fields(safetext.Line(a.alt)), " ")
	src := cleanURL(a.src)
	if alt == "" && isDot(a.width) && isDot(a.height) {
		return
	}
	if isEmoji(alt, a) {
		b.dueSpace()
		b.write([]byte(alt))
		return
	}
	label := "[image"
	if alt != "" {
		label += ": " + alt
	}
	b.embed(label, src, alt)
}

// video writes "[video <src>]" for the players that Intercom embeds. Other frames are not shown.
func (b *builder) video(a attributes) {
	src := cleanURL(a.src)
	if strings.HasPrefix(src, "//") {
		src = "https:" + src
	}
	host, ok := strings.CutPrefix(src, "https://")
	host, _, _ = strings.Cut(host, "/")
	for _, h := range []string{"youtube.com", "youtube-nocookie.com", "vimeo.com", "loom.com", "wistia.com", "wistia.net", "vidyard.com"} {
		if ok && (host == h || strings.HasSuffix(host, "."+h)) {
			b.embed("[video", src, "video")
			return
		}
	}
}

func (b *builder) embed(label, src, text string) {
	r := run{attr: picture, link: b.link}
	outer := b.link
	if src != "" && !strings.HasPrefix(src, "data:") && !strings.HasPrefix(src, "cid:") {
		b.d.links = append(b.d.links, Link{Text: text, URL: src, Image: true})
		r.link = int32(len(b.d.links))
	}
	b.dueSpace()
	b.put([]byte(label), r)
	if r.link != outer {
		b.putTarget(src, run{attr: target, link: r.link})
	}
	b.put([]byte("]"), r)
}

// isEmoji reports whether a picture only stands for the emoji in its text.
func isEmoji(alt string, a attributes) bool {
	if alt == "" || len(alt) > 32 || !strings.Contains(a.class, "emoji") && (len(a.width) != 2 || a.width >= "41") {
		return false
	}
	return !strings.ContainsFunc(alt, func(r rune) bool { return r < 0xA0 || unicode.IsLetter(r) || unicode.IsSpace(r) })
}

func isDot(s string) bool {
	s = strings.TrimSuffix(strings.TrimSpace(s), "px")
	return s == "0" || s == "1" || s == "2"
}
