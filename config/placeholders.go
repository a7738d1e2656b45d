package config

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// placeholders are what a macro can have filled in, without the braces;
// "cursor" is where typing goes on.
var placeholders = []string{
	"contact.first_name", "contact.name", "contact.email", "conversation.id", "conversation.title",
	"admin.name", "admin.first_name", cursorMark,
}

const cursorMark = "cursor"

// intercomNames are the names by which Intercom's macros call the same.
var intercomNames = map[string]string{
	"first_name": "contact.first_name", "name": "contact.name", "email": "contact.email",
	"user.first_name": "contact.first_name", "user.name": "contact.name", "user.email": "contact.email",
	"lead.first_name": "contact.first_name", "lead.name": "contact.name", "lead.email": "contact.email",
	"conversation_id": "conversation.id", "conversation.conversation_id": "conversation.id",
	"teammate.name": "admin.name", "teammate.first_name": "admin.first_name",
	"author.name": "admin.name", "author.first_name": "admin.first_name",
}

// placeholder is {{key}} and {{key|fallback:"…"}}, as in Intercom's body_text.
var placeholder = regexp.MustCompile(`\{\{[ \t]*([A-Za-z0-9_.-]+)[ \t]*(?:\|[ \t]*fallback[ \t]*:[ \t]*"((?:[^"\\\n]|\\.)*)"[ \t]*)?\}\}`)

// Placeholders returns the names of what a macro can have filled in, without
// braces.
func Placeholders() []string { return slices.Clone(placeholders) }

// IntercomMacro returns one of Intercom's own macros, from its name and the
// body_text that the API gives.
func IntercomMacro(name, bodyText string) Macro {
	return Macro{Name: name, Text: strings.Trim(strings.ReplaceAll(bodyText, "\r\n", "\n"), "\n")}
}

// Expand fills in the placeholders from values by name. What is missing or
// empty is its fallback; without one it stays in the text as it is, and its
// name is in unresolved, once. Values are data: what they hold is neither
// expanded nor Markdown. cursor is where typing goes on, in runes: at the
// first {{cursor}}, else at the end.
func (m Macro) Expand(values map[string]string) (text string, cursor int, unresolved []string) {
	var out strings.Builder
	cursor, at := -1, 0
	for _, g := range placeholder.FindAllStringSubmatchIndex(m.Text, -1) {
		out.WriteString(m.Text[at:g[0]])
		at = g[1]
		name := canonical(m.Text[g[2]:g[3]])
		value, fallback := oneLine(values[name]), g[4] >= 0
		switch {
		case name == cursorMark:
			if cursor < 0 {
				cursor = utf8.RuneCountInString(out.String())
			}
		case value != "":
			out.WriteString(literal(value))
		case fallback:
			out.WriteString(unescape(m.Text[g[4]:g[5]]))
		default:
			out.WriteString("{{" + name + "}}")
			if !slices.Contains(unresolved, name) {
				unresolved = append(unresolved, name)
			}
		}
	}
	out.WriteString(m.Text[at:])
	text = out.String()
	if cursor < 0 {
		cursor = utf8.RuneCountInString(text)
	}
	return text, cursor, unresolved
}

func canonical(name string) string {
	name = strings.ToLower(name)
	if ours, ok := intercomNames[name]; ok {
		return ours
	}
	return name
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// unescape takes the backslashes out of a fallback.
func unescape(s string) string {
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s)
}

// literal writes a value so that Markdown shows it as it is. What stands
// between letters or digits, as in an address, means nothing there.
func literal(s string) string {
	if !strings.ContainsAny(s, "\\`*_[]<>~#&+-") {
		return s
	}
	var out strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		between := i > 0 && i < len(runes)-1 && wordRune(runes[i-1]) && wordRune(runes[i+1])
		switch {
		case strings.ContainsRune("\\`*[]<>", r), strings.ContainsRune("_~", r) && !between,
			i == 0 && strings.ContainsRune("#+-", r), r == '&' && strings.Contains(s, ";"):
			out.WriteByte('\\')
		}
		out.WriteRune(r)
	}
	return out.String()
}

func wordRune(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= utf8.RuneSelf
}

// checkPlaceholders finds placeholders of a macro file that nothing fills in,
// and what was meant as one. first is the number of the text's first line.
func checkPlaceholders(file, text string, first int) error {
	var out []error
	line := func(at int) int { return first + strings.Count(text[:at], "\n") }
	known := placeholder.FindAllStringSubmatchIndex(text, -1)
	for _, g := range known {
		if name := text[g[2]:g[3]]; !slices.Contains(placeholders, name) {
			out = append(out, &MacroError{file, line(g[0]), fmt.Sprintf("there is no placeholder {{%s}}: known are %s", name, strings.Join(placeholders, ", "))})
		}
	}
	for at := 0; ; at += 2 {
		i := strings.Index(text[at:], "{{")
		if i < 0 {
			break
		}
		at += i
		if !slices.ContainsFunc(known, func(g []int) bool { return g[0] <= at && at < g[1] }) {
			out = append(out, &MacroError{file, line(at), `"{{" begins no placeholder: write {{contact.first_name}} or {{contact.first_name|fallback:"there"}}`})
		}
	}
	return errors.Join(out...)
}
