package conversation

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"parley/api"
	"parley/api/safetext"
	"parley/keymap"
	"parley/ui/layout"
	"parley/ui/pane"
	"parley/ui/richtext"
)

// maxText is how wide text gets, in cells: longer lines are hard to read.
const maxText = 100

// What the caches may hold, in bytes of HTML; what is drawn from it takes
// about ten times as much.
const (
	blockBudget    = 512 << 10
	documentBudget = 1 << 20
	entryCost      = 512 // of any entry, beside its body
)

// blockKey is all that the lines of an item depend on.
type blockKey struct {
	key     string
	stamp   int64
	size    int
	piece   int
	width   int
	version int
	open    bool
}

// docKey is all that a parsed body depends on.
type docKey struct {
	key   string
	stamp int64
	size  int
	piece int
}

// block is an item, or a piece of a long one, laid out for one width. Its lines, from the top: blank
// ones, the header of a message, lines of ours, the body, attachments. The
// body is laid out as far as lines are asked for.
type block struct {
	gap    int
	header int // 1 for messages, whose header is drawn anew with the clock
	lead   []string
	body   *richtext.Layout // nil where there is none
	tail   []string
	files  int // index in tail of the first attachment

	nFiles int

	mark  string // in front of each line below the header
	dim   lipgloss.Style
	isDim bool
	folds bool // something is folded, or was before it was unfolded
}

// line returns line i with the mark in front; ok is false below the end. The
// header is not here: it is "".
func (b *block) line(i int) (s string, ok bool) {
	if i < b.gap+b.header {
		return "", i >= 0
	}
	i -= b.gap + b.header
	if i < len(b.lead) {
		return b.lead[i], true
	}
	i -= len(b.lead)
	if b.body != nil {
		if s, ok := b.body.Line(i); ok {
			if b.isDim {
				s = b.dim.Render(ansi.Strip(s))
			}
			return b.mark + s, true
		}
		i -= b.body.Height()
	}
	if i < len(b.tail) {
		return b.tail[i], true
	}
	return "", false
}

// atLeast reports whether there are n lines, without laying out more.
func (b *block) atLeast(n int) bool {
	n -= b.gap + b.header + len(b.lead) + len(b.tail)
	return n <= 0 || b.body != nil && b.body.AtLeast(n)
}

// height counts the lines, which lays out all of them.
func (b *block) height() int {
	n := b.gap + b.header + len(b.lead) + len(b.tail)
	if b.body != nil {
		n += b.body.Height()
	}
	return n
}

// fileAt returns the index of the attachment that line i shows.
func (b *block) fileAt(i int) (int, bool) {
	i -= b.gap + b.header + len(b.lead)
	if b.body != nil {
		i -= b.body.Height()
	}
	i -= b.files
	return i, i >= 0 && i < b.nFiles
}

// document returns a piece of the parsed body of an item.
func (p *Pane) document(it *item, piece int) *richtext.Document {
	k := docKey{it.key, it.stamp, it.size(), piece}
	if d, ok := p.docs.get(k); ok {
		return d
	}
	body := p.body(it).body
	d := body.Piece(piece, p.env.Mask.HTML)
	p.docs.put(k, d, body.Source(piece)+entryCost)
	return d
}

// block returns the block that a position is in, laid out for the width in
// force.
func (p *Pane) block(at position) *block {
	it := &p.items[at.item]
	k := blockKey{it.key, it.stamp, it.size(), at.piece, p.w, p.env.Version, p.open[it.key]}
	b, ok := p.blocks.get(k)
	if !ok {
		b = p.layOut(it, at, k.open)
		cost := entryCost
		if it.kind == kindMessage {
			cost += p.body(it).body.Source(at.piece)
		}
		p.blocks.put(k, b, cost)
	}
	if at.piece == 0 {
		b.gap = it.gap
	}
	return b
}

func (p *Pane) layOut(it *item, at position, open bool) *block {
	b := &block{}
	switch it.kind {
	case kindMessage:
		p.layOutMessage(b, it, at, open)
	case kindEvents:
		p.layOutEvents(b, it, open)
	case kindDay:
		b.lead = []string{p.rule(it.label, p.env.Theme.Day)}
	case kindNew:
		b.lead = []string{p.rule(it.label, p.env.Theme.New)}
	case kindLimit:
		for _, l := range p.wrap(it.label) {
			b.lead = append(b.lead, p.indent(" ")+p.env.Theme.Event.Render(l))
		}
	}
	return b
}

func (p *Pane) layOutMessage(b *block, it *item, at position, open bool) {
	t := p.env.Theme
	b.mark = p.mark(it)
	if it.dim {
		b.dim, b.isDim = t.Dim, true
	}
	add := func(style lipgloss.Style, text string) (lines []string) {
		for _, l := range p.wrap(text) {
			lines = append(lines, b.mark+style.Render(l))
		}
		return lines
	}
	if at.piece == 0 {
		b.header = 1
		for _, l := range it.lead {
			b.lead = append(b.lead, add(t.Dim, l)...)
		}
		if it.subject != "" {
			b.lead = append(b.lead, add(t.Strong, it.subject)...)
			if strings.TrimSpace(it.body) != "" {
				b.lead = append(b.lead, b.mark)
			}
		}
	}
	if strings.TrimSpace(it.body) != "" {
		doc, body := p.document(it, at.piece), p.body(it).body
		b.folds = doc.HasFold() || body.Has(1)
		b.body = doc.Layout(richtext.Options{
			Width: p.textWidth(), Theme: t, Hyperlinks: p.env.Hyperlinks,
			Unfold: open, FoldKey: p.env.Key(keymap.Conversation, keymap.Unfold), Rest: rest(body, open),
		})
	}
	at.piece++
	if !p.has(at) {
		p.layOutTail(b, it, add)
	}
}

// layOutTail draws what stands below the body.
func (p *Pane) layOutTail(b *block, it *item, add func(lipgloss.Style, string) []string) {
	if len(it.options) > 0 {
		words := make([]string, len(it.options))
		for i, o := range it.options {
			words[i] = "[" + o.text + "]"
			if o.taken {
				words[i] = "[✓ " + o.text + "]"
			}
		}
		b.tail = append(b.tail, add(p.env.Theme.Accent, strings.Join(words, "  "))...)
	}
	b.files, b.nFiles = len(b.tail), len(it.attachments)
	for i := range it.attachments {
		b.tail = append(b.tail, b.mark+p.attachment(&it.attachments[i]))
	}
}

// attachment is one line about a file: what must not get lost, its size and
// kind, stays when the name has to be cut.
func (p *Pane) attachment(a *api.Attachment) string {
	t := p.env.Theme
	name := safetext.Line(strings.TrimSpace(a.Name))
	if name == "" {
		name = "unnamed file"
	}
	facts := strings.Join(attachmentFacts(a), " · ")
	w := p.textWidth()
	const clip = "↳ "
	name = layout.Cut(name, max(w-layout.Widest(clip)-layout.Widest(facts)-2, min(w/2, 16)))
	return t.Dim.Render(clip) + t.Attachment.Render(name) + t.Dim.Render("  "+facts)
}

func attachmentFacts(a *api.Attachment) []string {
	var facts []string
	if n, ok := a.Size.Get(); ok {
		facts = append(facts, pane.Bytes(n))
	}
	w, okW := a.Width.Get()
	h, okH := a.Height.Get()
	if okW && okH && w > 0 && h > 0 {
		facts = append(facts, fmt.Sprintf("%d×%d", w, h))
	}
	if kind := safetext.Line(a.ContentType); kind != "" {
		facts = append(facts, kind)
	} else if kind := human(a.Type); kind != "" {
		facts = append(facts, kind)
	}
	return facts
}
