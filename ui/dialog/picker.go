package dialog

import (
	"slices"
	"strings"
)

// PickerOptions describe a picker. Items are in the order that is useful with
// nothing typed; their texts are safe to show.
type PickerOptions struct {
	Kind  string // comes back in Picked
	Title string
	Items []Item
	Multi bool      // several can be picked, and taken away
	Free  *FreeText // nil: only items can be picked
	// Preview returns lines about an item, shown beside the list where there
	// is room. It is called while drawing, so it must be quick. nil: none.
	Preview func(Item) []string
}

// FreeText lets what was typed be picked itself.
type FreeText struct {
	Verb string // what picking it does: "create tag", "snooze until"
	// Check says what would come of the text, for instance the moment that it
	// means, or why it cannot be picked, in a sentence. It is called with
	// every key, so it must be quick. nil: any text will do.
	Check func(text string) (note string, err error)
	// First puts the text above the items that match, as long as it can be
	// picked: enter then takes what was typed.
	First bool
}

// Picked is what an agent picked.
type Picked struct {
	Kind string
	IDs  []string // the item, or all that are marked, in the order of the items
	Text string   // what was typed, where that itself was picked
	// Added and Removed are what changed in a picker of several.
	Added, Removed []string
}

// Picker is an overlay for picking one item or several by typing a few
// letters. Enter picks, tab marks, and so does space unless it belongs to
// what is being typed; esc leaves. A key held down never picks.
type Picker struct {
	chooser
	kind    string
	free    *FreeText
	touched bool // a mark was changed
}

// NewPicker returns a picker.
func NewPicker(o PickerOptions) *Picker {
	p := &Picker{kind: o.Kind, free: o.Free}
	p.title, p.items, p.preview = o.Title, o.Items, o.Preview
	p.foot = "↓ ↑ choose · enter picks · esc leaves"
	if o.Multi {
		p.foot = "↓ ↑ choose · tab marks · enter applies · esc leaves"
		p.marks = make([]Mark, len(o.Items))
		for i, it := range o.Items {
			p.marks[i] = it.Mark
		}
	}
	if o.Free != nil {
		p.offers = p.offerText
	}
	p.init()
	return p
}

// offerText offers what was typed, unless an item has that very name.
func (p *Picker) offerText(typed string) (above, below []offer, find string) {
	text := strings.TrimSpace(typed)
	if text == "" || slices.ContainsFunc(p.items, func(it Item) bool { return strings.EqualFold(it.Label, text) }) {
		return nil, nil, typed
	}
	o := offer{label: p.free.Verb + " “" + text + "”"}
	if p.free.Check != nil {
		o.note, o.err = p.free.Check(text)
	}
	if p.free.First && o.err == nil {
		return []offer{o}, nil, typed
	}
	return nil, []offer{o}, typed
}

// Key filters, moves, marks and picks.
func (p *Picker) Key(key string, held bool) (action any, done bool) {
	switch {
	case key == "esc":
		return nil, true
	case key == "enter":
		if held {
			return nil, false
		}
		return p.pick()
	case p.marks != nil && (key == "tab" || key == "space" && (p.query == "" || p.moved)):
		if p.toggle() && key == "tab" {
			p.at = min(p.at+1, max(len(p.rows)-1, 0))
			p.moved = true
		}
	default:
		p.key(key)
	}
	return nil, false
}

// toggle marks the item under the cursor, or takes its mark off.
func (p *Picker) toggle() bool {
	r, ok := p.current()
	if !ok || r.offer != nil {
		return false
	}
	if why := p.items[r.item].Disabled; why != "" {
		p.said = why
		return false
	}
	if p.marks[r.item] == On {
		p.marks[r.item] = Off
	} else {
		p.marks[r.item] = On
	}
	p.touched, p.said = true, ""
	return true
}

// pick answers with the row under the cursor, or with all that are marked.
// In a picker of several the row counts only where nothing was marked by
// hand and the agent went to it.
func (p *Picker) pick() (action any, done bool) {
	if p.marks != nil && (p.touched || p.query == "" && !p.moved) && !p.onText() {
		return p.marked(""), true
	}
	r, ok := p.current()
	if !ok {
		return nil, false
	}
	if r.offer != nil {
		_, done = p.take(r.offer)
		if !done {
			return nil, false
		}
		return p.marked(strings.TrimSpace(string(p.query))), true
	}
	it := p.items[r.item]
	if it.Disabled != "" {
		p.said = it.Disabled
		return nil, false
	}
	if p.marks == nil {
		return Picked{Kind: p.kind, IDs: []string{it.ID}}, true
	}
	p.marks[r.item] = On
	return p.marked(""), true
}

// onText reports whether the cursor is on what was typed.
func (p *Picker) onText() bool {
	return p.at < len(p.rows) && p.rows[p.at].offer != nil
}

// marked answers with everything that is marked.
func (p *Picker) marked(text string) Picked {
	out := Picked{Kind: p.kind, Text: text}
	for i, m := range p.marks {
		it := p.items[i]
		if m == On {
			out.IDs = append(out.IDs, it.ID)
		}
		switch m {
		case it.Mark:
		case On:
			out.Added = append(out.Added, it.ID)
		default:
			out.Removed = append(out.Removed, it.ID)
		}
	}
	return out
}
