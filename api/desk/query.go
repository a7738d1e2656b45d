package desk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Query is a parsed query: conditions that must all be fulfilled. The zero
// Query is fulfilled by everything.
//
//	is:open is:closed is:snoozed is:unread is:priority is:late is:waiting is:unassigned
//	assignee:me team:billing tag:vip,refund priority:high sla:missed channel:email
//	from:ada waiting:>2h created:<3d updated:today closed:2026-11-01 rating:<3
//	note:refund mention:me id:4411 refund "exact words" -tag:spam
//
// Several values with commas between them mean any of them; "-" in front
// means not. Times are ages (90m, 2h, 3d, 1w), today, yesterday, or dates.
type Query struct {
	terms []term
}

type term struct {
	key    string // "" is bare text
	not    bool
	op     string // "<", ">" or ""
	values []string
	pos    int
	text   string // as it was typed
}

// QueryError says what is wrong with a query, and where: Pos counts runes
// from the start.
type QueryError struct {
	Pos     int
	Word    string
	Problem string
}

// Error says where and what.
func (e *QueryError) Error() string {
	return fmt.Sprintf("%q at %d: %s", e.Word, e.Pos+1, e.Problem)
}

// queryKeys are the words before the colon.
var queryKeys = []string{
	"is", "assignee", "team", "tag", "priority", "sla", "channel", "from", "note", "mention", "id", "contact",
	"waiting", "created", "updated", "snoozed", "closed", "rating",
}

var isValues = []string{
	"open", "closed", "snoozed", "unread", "read", "priority", "late", "waiting", "unassigned", "mine",
}

var timeKeys = []string{"waiting", "created", "updated", "snoozed", "closed"}

// ParseQuery reads a query. Its error is a *QueryError.
func ParseQuery(q string) (Query, error) {
	var out Query
	l := lexer{rest: q}
	for {
		rest := strings.TrimLeftFunc(l.rest, unicode.IsSpace)
		t, ok, err := l.next()
		if err != nil {
			return Query{}, err
		}
		if !ok {
			return out, nil
		}
		t.text = rest[:len(rest)-len(l.rest)]
		if err := t.check(); err != nil {
			return Query{}, err
		}
		out.terms = append(out.terms, t)
	}
}

// lexer cuts a query into terms.
type lexer struct {
	rest string
	pos  int
}

func (l *lexer) advance(bytes int) string {
	s := l.rest[:bytes]
	l.rest = l.rest[bytes:]
	l.pos += utf8.RuneCountInString(s)
	return s
}

func (l *lexer) next() (t term, ok bool, err error) {
	trimmed := strings.TrimLeftFunc(l.rest, unicode.IsSpace)
	l.advance(len(l.rest) - len(trimmed))
	if l.rest == "" {
		return term{}, false, nil
	}
	t.pos = l.pos
	if len(l.rest) > 1 && l.rest[0] == '-' && !isSpaceAt(l.rest, 1) {
		t.not = true
		l.advance(1)
	}
	if i := strings.IndexFunc(l.rest, func(r rune) bool { return r == ':' || r == '"' || unicode.IsSpace(r) }); i > 0 && l.rest[i] == ':' {
		if key := strings.ToLower(l.rest[:i]); slices.Contains(queryKeys, key) {
			t.key = key
			l.advance(i + 1)
		} else if plainWord(l.rest[:i]) && i+1 < len(l.rest) && !strings.HasPrefix(l.rest[i:], "://") && !isSpaceAt(l.rest, i+1) {
			return t, false, &QueryError{Pos: t.pos, Word: l.rest[:i], Problem: "no such word; there are " + strings.Join(queryKeys, ", ")}
		}
	}
	if t.key != "" && l.rest != "" && (l.rest[0] == '<' || l.rest[0] == '>') {
		t.op = l.advance(1)
	}
	for {
		v, err := l.value(t.key != "")
		if err != nil {
			return t, false, err
		}
		if v != "" {
			t.values = append(t.values, v)
		}
		if t.key == "" || !strings.HasPrefix(l.rest, ",") {
			return t, true, nil
		}
		l.advance(1)
	}
}

// value reads a word, or words between quotation marks.
func (l *lexer) value(list bool) (string, error) {
	if strings.HasPrefix(l.rest, `"`) {
		start := l.pos
		l.advance(1)
		i := strings.IndexByte(l.rest, '"')
		if i < 0 {
			return "", &QueryError{Pos: start, Word: `"`, Problem: "the closing quotation mark is missing"}
		}
		v := l.advance(i)
		l.advance(1)
		return strings.TrimSpace(v), nil
	}
	i := strings.IndexFunc(l.rest, func(r rune) bool { return unicode.IsSpace(r) || (list && r == ',') })
	if i < 0 {
		i = len(l.rest)
	}
	return l.advance(i), nil
}

func isSpaceAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsSpace(r)
}

func plainWord(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsLetter(r) }) < 0
}

func (t *term) check() error {
	wrong := func(problem string) error {
		return &QueryError{Pos: t.pos, Word: t.key + ":" + t.op + strings.Join(t.values, ","), Problem: problem}
	}
	if t.key == "" {
		return nil
	}
	if len(t.values) == 0 {
		return wrong("a value is missing after the colon")
	}
	switch {
	case t.key == "is":
		for _, v := range t.values {
			if !slices.Contains(isValues, strings.ToLower(v)) {
				return wrong("is: takes " + strings.Join(isValues, ", "))
			}
		}
		return nil
	case slices.Contains(timeKeys, t.key):
		if len(t.values) > 1 {
			return wrong("one time is enough")
		}
		if _, _, err := t.span(time.Unix(0, 0)); err != nil {
			return wrong(err.Error())
		}
		return nil
	case t.key == "rating":
		if n, err := strconv.Atoi(t.values[0]); err != nil || len(t.values) > 1 || n < 1 || n > 5 {
			return wrong("a rating is a number from 1 to 5")
		}
		return nil
	case t.op != "":
		return wrong(t.op + " does not go with " + t.key + ":")
	}
	return nil
}

// span returns the moments between which a time term's value lies: unix
// seconds, 0 where it is open.
func (t *term) span(now time.Time) (after, before int64, err error) {
	v := strings.ToLower(t.values[0])
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	var day time.Time
	switch v {
	case "today":
		day = midnight
	case "yesterday":
		day = midnight.AddDate(0, 0, -1)
	default:
		if age, ok := parseAge(v); ok {
			at := now.Add(-age).Unix()
			if t.op == ">" { // older than
				return 0, at, nil
			}
			return at, 0, nil
		}
		if day, err = time.ParseInLocation("2006-01-02", v, now.Location()); err != nil {
			return 0, 0, fmt.Errorf("a time is an age (90m, 2h, 3d, 1w), today, yesterday, or a date like 2026-11-24")
		}
	}
	switch t.op {
	case ">":
		return day.AddDate(0, 0, 1).Unix() - 1, 0, nil
	case "<":
		return 0, day.Unix(), nil
	default:
		return day.Unix() - 1, day.AddDate(0, 0, 1).Unix(), nil
	}
}

// parseAge reads 90s, 30m, 2h, 3d, 1w, and sums of them such as 1d12h.
func parseAge(s string) (time.Duration, bool) {
	units := map[byte]time.Duration{
		's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
	}
	var sum time.Duration
	for s != "" {
		i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 || i > 6 {
			return 0, false
		}
		n, err := strconv.Atoi(s[:i])
		unit, ok := units[s[i]]
		if err != nil || !ok {
			return 0, false
		}
		sum += time.Duration(n) * unit
		s = s[i+1:]
	}
	return sum, sum > 0
}

// Words returns the bare words and phrases of the query, which a search looks
// for and highlights.
func (q Query) Words() []string {
	var out []string
	for _, t := range q.terms {
		if (t.key == "" || t.key == "note") && !t.not {
			out = append(out, t.values...)
		}
	}
	return out
}
