package dialog

import (
	"slices"
	"strings"

	"parley/keymap"
)

// Command is a command that was typed with its arguments: "snooze" with
// "tomorrow 9am".
type Command struct{ Name, Args string }

// CommandSpec is a command that can be typed.
type CommandSpec struct {
	Name string
	// Args are what to type after the name, in capitals: "WHEN"; in brackets
	// where they may be left out: "[WHO]"; "" where there are none.
	Args string
	Help string
	// Check says what would come of the arguments, or why they will not do,
	// in a sentence. It is called with every key. nil: any will do.
	Check func(args string) (note string, err error)
}

// PaletteOptions describe a palette.
type PaletteOptions struct {
	Bindings []keymap.Binding                 // an action that comes twice is shown once
	Disabled func(keymap.Action) (why string) // "" when it can be done; nil: all can
	Recent   []keymap.Action                  // latest first; these come first
	Commands []CommandSpec
}

// Palette is an overlay with every action, found by a few letters, and with
// the commands that take arguments. Picking gives a [keymap.Action] or a
// [Command].
type Palette struct {
	chooser
	commands []CommandSpec
}

// NewPalette returns a palette.
func NewPalette(o PaletteOptions) *Palette {
	p := &Palette{commands: o.Commands}
	p.title, p.foot = "Commands", "↓ ↑ choose · enter does it · esc leaves"
	place := func(a keymap.Action) int {
		if i := slices.Index(o.Recent, a); i >= 0 {
			return i
		}
		return len(o.Recent)
	}
	seen := map[keymap.Action]bool{}
	for _, b := range o.Bindings {
		if seen[b.Action] {
			continue
		}
		seen[b.Action] = true
		it := Item{ID: string(b.Action), Label: b.Help, Note: strings.Join(b.Keys, "  "), Also: strings.ReplaceAll(string(b.Action), "-", " ")}
		if o.Disabled != nil {
			it.Disabled = o.Disabled(b.Action)
		}
		p.items = append(p.items, it)
	}
	slices.SortStableFunc(p.items, func(a, b Item) int { return place(keymap.Action(a.ID)) - place(keymap.Action(b.ID)) })
	p.offers = p.offerCommands
	p.init()
	return p
}

// offerCommands offers the commands that what was typed begins. They stand
// above the actions after a colon, when arguments are being typed, and when
// no action has a word that begins so.
func (p *Palette) offerCommands(typed string) (above, below []offer, find string) {
	rest, colon := strings.CutPrefix(strings.TrimSpace(typed), ":")
	name, args, spaced := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if name == "" && !colon {
		return nil, nil, ""
	}
	name, args = strings.ToLower(name), strings.TrimSpace(args)
	spaced = spaced || strings.HasSuffix(typed, " ")
	first := colon || !spaced && !p.begins(name)
	for _, c := range p.begunBy(name) {
		o := c.offer(args)
		if first || spaced && c.Name == name {
			above = append(above, o)
		} else {
			below = append(below, o)
		}
	}
	return above, below, rest
}

// begins reports whether an action has a word that begins so.
func (p *Palette) begins(word string) bool {
	for _, it := range p.items {
		for w := range strings.FieldsSeq(strings.ToLower(it.Label + " " + it.Also)) {
			if strings.HasPrefix(w, word) {
				return true
			}
		}
	}
	return false
}

// begunBy returns the commands of a name, else those that begin with it.
func (p *Palette) begunBy(name string) []CommandSpec {
	var out []CommandSpec
	for _, c := range p.commands {
		if c.Name == name {
			return []CommandSpec{c}
		}
		if strings.HasPrefix(c.Name, name) {
			out = append(out, c)
		}
	}
	return out
}

// offer is the row of a command. Without the arguments that it needs, it
// completes the name.
func (c CommandSpec) offer(args string) offer {
	if args == "" && c.Args != "" && !strings.HasPrefix(c.Args, "[") {
		return offer{label: ":" + c.Name + " " + c.Args, note: c.Help, complete: ":" + c.Name + " "}
	}
	o := offer{label: strings.TrimSpace(":" + c.Name + " " + args), note: c.Help, action: Command{c.Name, args}}
	if args == "" {
		o.label = strings.TrimSpace(o.label + " " + c.Args)
	}
	if c.Check != nil {
		if note, err := c.Check(args); err != nil {
			o.err = err
		} else if note != "" {
			o.note = note
		}
	}
	return o
}

// Key filters, moves and picks. A key held down never picks.
func (p *Palette) Key(key string, held bool) (action any, done bool) {
	switch key {
	case "esc":
		return nil, true
	case "enter":
		if held {
			return nil, false
		}
		return p.pick()
	default:
		p.key(key)
	}
	return nil, false
}

func (p *Palette) pick() (action any, done bool) {
	r, ok := p.current()
	if !ok {
		return nil, false
	}
	if r.offer != nil {
		return p.take(r.offer)
	}
	it := p.items[r.item]
	if it.Disabled != "" {
		p.said = it.Disabled
		return nil, false
	}
	return keymap.Action(it.ID), true
}
