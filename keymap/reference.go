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
}

// Markdown returns the reference of the keys as Markdown tables.
func (m *Map) Markdown() string {
	var b strings.Builder
	for _, g := range groups {
		bindings := m.Bindings(g.scopes...)
		if len(bindings) == 0 {
			continue
		}
		b.WriteString("\n**" + g.title + "**\n\n| key | does | name |\n| --- | --- | --- |\n")
		for _, x := range bindings {
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
