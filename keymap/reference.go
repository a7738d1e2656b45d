package keymap

import "strings"

// groups are the headings of the reference, in its order.
var groups = []struct {
	title  string
	scopes []Scope
}{
	{"Everywhere", []Scope{Always, Global}},
	{"Moving", []Scope{Moving}},
	{"List", []Scope{List}},
	{"List and conversation", []Scope{Verbs}},
	{"Conversation", []Scope{Conversation}},
	{"Customer panel", []Scope{Panel}},
	{"Standup board", []Scope{Board}},
	{"While the slideshow runs", []Scope{Slides}},
	{"While writing", []Scope{Composer}},
	{"Review bar", []Scope{Review}},
	{"Scripted demo", []Scope{Demo}},
}

// Group is a part of the reference.
type Group struct {
	Title    string
	Bindings []Binding
}

// Reference returns the bindings that have keys, in the groups and the order
// in which people are told of them.
func (m *Map) Reference() []Group {
	var out []Group
	for _, g := range groups {
		if bindings := m.Bindings(g.scopes...); len(bindings) > 0 {
			out = append(out, Group{g.title, bindings})
		}
	}
	return out
}

// Markdown returns the reference of the keys as Markdown tables.
func (m *Map) Markdown() string {
	var b strings.Builder
	for _, g := range m.Reference() {
		b.WriteString("\n**" + g.Title + "**\n\n| key | does | name |\n| --- | --- | --- |\n")
		for _, x := range g.Bindings {
			keys := make([]string, len(x.Keys))
			for i, k := range x.Keys {
				keys[i] = code(k)
			}
			b.WriteString("| " + strings.Join(keys, " ") + " | " + x.Help + " | `" + x.Name() + "` |\n")
		}
	}
	return b.String()
}

// code writes a key as inline code within a table cell.
func code(key string) string {
	key = strings.ReplaceAll(key, "|", "\\|")
	if strings.Contains(key, "`") {
		return "`` " + key + " ``"
	}
	return "`" + key + "`"
}
