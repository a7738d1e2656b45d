package mask

import (
	"slices"

	"parley/api/desk"
)

// Board masks the names of teammates and of who waits longest.
func (m *Mask) Board(b desk.Board) desk.Board {
	if !m.On() {
		return b
	}
	b.Teammates = slices.Clone(b.Teammates)
	for i := range b.Teammates {
		if l := &b.Teammates[i]; l.Listed {
			l.Name = m.Name(l.Name)
		}
	}
	if b.Oldest != nil {
		o := *b.Oldest
		o.Contact, o.Assignee, o.Team = m.Name(o.Contact), m.Name(o.Assignee), m.Text(o.Team)
		b.Oldest = &o
	}
	return b
}

// onBoard are those whom a board names.
func onBoard(b *desk.Board) []Person {
	var out []Person
	for _, l := range b.Teammates {
		if l.Listed {
			out = append(out, Person{Name: l.Name, Teammate: true})
		}
	}
	if o := b.Oldest; o != nil {
		out = append(out, Person{Name: o.Contact}, Person{Name: o.Assignee, Teammate: true})
	}
	return out
}
