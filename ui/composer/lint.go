package composer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/api/desk"
)

// LintInput is a reply that is about to go, and what is known around it.
type LintInput struct {
	Text           string // Markdown, as typed
	Mode           desk.Mode
	WasNote        bool     // it was written as a note
	Attachments    int      // files and URLs
	Me             string   // who acts
	Customers      []string // names of the contacts of this conversation
	Teammates      []string // names
	OtherCustomers []string // names and addresses of contacts of other conversations
	Closed         bool     // the conversation is
}

// Lint returns what an agent should look at before a reply goes, each in a
// sentence. It warns and never forbids, and it would rather miss something
// than cry wolf: agents stop reading warnings that are wrong.
func Lint(in LintInput) []string {
	l := linter{in: in, prose: withoutCode(in.Text)}
	if in.Mode.Public() {
		if in.WasNote {
			l.warnf("It was written as a note: read it as the customer will.")
		}
		l.teammates()
		l.otherCustomers()
	}
	l.placeholders()
	l.secrets()
	l.attachment()
	if in.Closed && in.Mode == desk.ModeContact {
		l.warnf("The conversation is closed: a reply of the contact reopens it.")
	}
	return l.out
}

type linter struct {
	in    LintInput
	prose string // the text without code, which may hold anything
	out   []string
}

func (l *linter) warnf(format string, args ...any) {
	l.out = append(l.out, fmt.Sprintf(format, args...))
}

// teammates warns of teammates whom the customer would read about: named in
// full, or called with an @.
func (l *linter) teammates() {
	var found []string
	for _, name := range l.in.Teammates {
		if strings.EqualFold(name, l.in.Me) || slices.ContainsFunc(l.in.Customers, func(c string) bool { return strings.EqualFold(c, name) }) {
			continue
		}
		first, _, full := strings.Cut(name, " ")
		if full && containsName(l.prose, name) || containsName(l.prose, "@"+first) || containsName(l.prose, "@"+name) {
			found = append(found, name)
		}
	}
	if len(found) > 0 {
		l.warnf("It mentions %s of your team, and the customer will read that.", list(found))
	}
}

// otherCustomers warns of names of other customers: in full, or in the
// greeting, where nobody of this conversation has that name.
func (l *linter) otherCustomers() {
	greeted := greeting(l.prose)
	var found []string
	for _, name := range l.in.OtherCustomers {
		name = strings.TrimSpace(name)
		if l.known(name) {
			continue
		}
		first, _, full := strings.Cut(name, " ")
		wrong := strings.EqualFold(first, greeted) && greeted != "" && !l.called(greeted)
		if wrong || telling(name, full) && containsName(l.prose, name) {
			found = append(found, name)
		}
	}
	slices.Sort(found)
	if found = slices.Compact(found); len(found) > 0 {
		l.warnf("It names %s, who is another customer.", list(found))
	}
}

// telling reports whether a name cannot well be anything else: an address,
// first and last name, or a name of three characters where names have no
// spaces.
func telling(name string, full bool) bool {
	if full || strings.Contains(name, "@") {
		return utf8.RuneCountInString(name) > 4
	}
	return unspaced(name) && utf8.RuneCountInString(name) >= 3
}

// known reports whether a name is somebody's of this conversation or team.
func (l *linter) known(name string) bool {
	same := func(o string) bool { return strings.EqualFold(o, name) }
	return name == "" || same(l.in.Me) || slices.ContainsFunc(l.in.Customers, same) || slices.ContainsFunc(l.in.Teammates, same)
}

// called reports whether a contact of this conversation, or anybody of the
// team, goes by a name.
func (l *linter) called(word string) bool {
	for _, names := range [][]string{l.in.Customers, l.in.Teammates, {l.in.Me}} {
		for _, n := range names {
			if slices.ContainsFunc(strings.Fields(n), func(w string) bool { return strings.EqualFold(w, word) }) {
				return true
			}
		}
	}
	return len(l.in.Customers) == 0
}

// greetings are words before a name at the beginning of a reply.
var greetings = []string{
	"hi", "hello", "hey", "dear", "hallo", "liebe", "lieber", "bonjour", "cher", "chère", "hola", "querida", "querido",
	"estimada", "estimado", "olá", "oi", "ola", "caro", "cara", "ciao", "gentile", "beste", "hej", "hei",
}

// greeting returns the name that the first line greets, "" for none.
func greeting(text string) string {
	first, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	words := strings.Fields(first)
	if len(words) < 2 || !slices.Contains(greetings, strings.ToLower(words[0])) {
		return ""
	}
	name := strings.TrimRightFunc(words[1], unicode.IsPunct)
	r, _ := utf8.DecodeRuneInString(name)
	if name == words[1] && len(words) > 2 || !unicode.IsUpper(r) { // "Hello from …", "Hi there"
		return ""
	}
	return name
}

// placeholders warns of what was to be filled in and is not.
func (l *linter) placeholders() {
	var found []string
	for rest := l.prose; ; {
		_, after, ok := strings.Cut(rest, "{{")
		if !ok {
			break
		}
		name, tail, closed := strings.Cut(after, "}}")
		if !closed || strings.Contains(name, "\n") || len(name) > 80 {
			rest = after
			continue
		}
		if p := "{{" + strings.TrimSpace(name) + "}}"; !slices.Contains(found, p) {
			found = append(found, p)
		}
		rest = tail
	}
	switch {
	case len(found) == 1:
		l.warnf("The placeholder %s is not filled in.", found[0])
	case len(found) > 1:
		l.warnf("The placeholders %s are not filled in.", list(found))
	}
}

// containsName reports whether a text has a name as it is written, not as
// part of a longer word.
func containsName(text, name string) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 || name == "" {
			return false
		}
		at := from + i
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(name):])
		if unspaced(name) || !wordy(before) && !wordy(after) {
			return true
		}
		from = at + len(name)
	}
}

func wordy(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// unspaced reports whether a name is of a script that puts no spaces between
// words.
func unspaced(name string) bool {
	for _, r := range name {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
			return false
		}
	}
	return name != ""
}

// withoutCode returns Markdown without code spans and fenced blocks.
func withoutCode(text string) string {
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		trimmed := strings.TrimLeft(line, " ")
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			continue
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
			continue
		}
		for i, part := range strings.Split(line, "`") {
			if i%2 == 0 || strings.Count(line, "`")%2 == 1 {
				out.WriteString(part)
			}
		}
	}
	return out.String()
}

// list joins words as a sentence does.
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	if len(words) > 3 {
		return fmt.Sprintf("%s and %d others", strings.Join(words[:2], ", "), len(words)-2)
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
