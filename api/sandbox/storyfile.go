package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// storyFile is a story as it is written.
type storyFile struct {
	Title string     `toml:"title"`
	Seed  uint64     `toml:"seed"`
	Clock time.Time  `toml:"clock"`
	Steps []stepFile `toml:"step"`
}

type stepFile struct {
	At      *string `toml:"at"`
	After   *string `toml:"after"`
	Say     string  `toml:"say"`
	Do      string  `toml:"do"`
	In      string  `toml:"in"`
	By      string  `toml:"by"`
	Body    string  `toml:"body"`
	Subject string  `toml:"subject"`
	As      string  `toml:"as"`
	To      string  `toml:"to"`
	For     string  `toml:"for"`
	Name    string  `toml:"name"`
	Score   int64   `toml:"score"`
	Faults  string  `toml:"faults"`
	Keys    string  `toml:"keys"`
	Text    string  `toml:"text"`
}

// The bounds of a story: nobody watches a longer one.
const (
	maxStory = 1 << 20 // bytes
	maxShow  = 4 * time.Hour
)

// ParseStory reads a story, in TOML. file is what errors call it; they are of
// type [*StoryError] and name the line. Whom and what the steps name must be
// in the sample workspace, or have begun in an earlier step.
func ParseStory(file string, raw []byte) (*Story, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if len(raw) > maxStory {
		return nil, &StoryError{file, 0, fmt.Sprintf("it has more than %d kB", maxStory>>10)}
	}
	var f storyFile
	dec := toml.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return nil, undecoded(file, err)
	}
	if len(f.Steps) == 0 {
		return nil, &StoryError{file, 0, "nothing happens in it; it needs a [[step]]"}
	}
	lines := stepLines(raw)
	c := newCast()
	story := &Story{Title: f.Title, Seed: f.Seed, Clock: f.Clock}
	now := time.Duration(0) // when the step before is over
	for i := range f.Steps {
		line := 0
		if i < len(lines) { // steps in one list between brackets have no line of their own
			line = lines[i]
		}
		st, err := f.Steps[i].step(now, c)
		if err != nil {
			return nil, &StoryError{file, line, err.Error()}
		}
		st.Line = line
		now = st.end()
		story.Steps = append(story.Steps, st)
	}
	return story, nil
}

// undecoded says what is wrong with the TOML itself.
func undecoded(file string, err error) error {
	if e, ok := errors.AsType[*toml.StrictMissingError](err); ok && len(e.Errors) > 0 {
		row, _ := e.Errors[0].Position()
		known := "title, seed, clock and [[step]]"
		if key := e.Errors[0].Key(); len(key) > 1 {
			known = "at, after, say, do, in, by, body, subject, as, to, for, name, score, faults, keys and text"
		}
		return &StoryError{file, row, fmt.Sprintf("there is no %q; there are %s", strings.Join(e.Errors[0].Key(), "."), known)}
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, _ := e.Position()
		return &StoryError{file, row, strings.TrimPrefix(e.Error(), "toml: ")}
	}
	return &StoryError{file, 0, strings.TrimPrefix(err.Error(), "toml: ")}
}

// stepLines finds the line on which each step begins.
func stepLines(raw []byte) []int {
	var p unstable.Parser
	p.Reset(raw)
	var lines []int
	for p.NextExpression() {
		n := p.Expression()
		if n.Kind != unstable.ArrayTable {
			continue
		}
		if key := n.Key(); key.Next() && string(key.Node().Data) == "step" {
			lines = append(lines, p.Shape(key.Node().Raw).Start.Line)
		}
	}
	return lines
}

// step reads one step; before is when the last one was over.
func (f *stepFile) step(before time.Duration, c *cast) (Step, error) {
	st := Step{
		Say: strings.TrimSpace(f.Say), Do: f.Do, In: f.In, By: f.By, Body: paragraphs(f.Body), Subject: f.Subject,
		As: f.As, To: f.To, Name: f.Name, Score: f.Score,
	}
	if st.Do == "rate" { // a remark is not HTML
		st.Body = f.Body
	}
	var err error
	if st.At, err = f.when(before); err != nil {
		return st, err
	}
	if f.For != "" {
		if st.For, err = time.ParseDuration(f.For); err != nil || st.For <= 0 {
			return st, fmt.Errorf("for: %q is not a time such as 20m", f.For)
		}
	}
	if st.Faults, err = ParseFaults(f.Faults); err != nil {
		return st, fmt.Errorf("faults: %w", err)
	}
	if st.Keys, err = c.keys(f.Keys, f.Text); err != nil {
		return st, err
	}
	st.Typed = f.Text != ""
	return st, c.admit(f, &st)
}

// when is the moment of the step: at 1:20, or after the one before.
func (f *stepFile) when(before time.Duration) (time.Duration, error) {
	switch {
	case f.At != nil && f.After != nil:
		return 0, errors.New("it has both at and after; one of them is enough")
	case f.At != nil:
		at, err := moment(*f.At)
		if err != nil {
			return 0, err
		}
		if at < before {
			return 0, fmt.Errorf("at: %s is before the end of the step above, which is at %s", *f.At, Position(before))
		}
		return at, nil
	case f.After != nil:
		d, err := time.ParseDuration(*f.After)
		if err != nil || d < 0 {
			return 0, fmt.Errorf("after: %q is not a time such as 5s", *f.After)
		}
		if before+d > maxShow {
			return 0, fmt.Errorf("after: no story is longer than %s", maxShow)
		}
		return before + d, nil
	default:
		return before, nil
	}
}

// moment reads a time since the beginning of the story, such as 1:20.
func moment(s string) (time.Duration, error) {
	m, sec, ok := strings.Cut(s, ":")
	minutes, err1 := strconv.ParseUint(m, 10, 16)
	seconds, err2 := strconv.ParseUint(sec, 10, 16)
	at := time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	if !ok || err1 != nil || err2 != nil || len(sec) != 2 || seconds > 59 || at > maxShow {
		return 0, fmt.Errorf("at: %q is not a moment of the story such as 1:20", s)
	}
	return at, nil
}

// Position writes a moment of a story as its file does, such as 1:20.
func Position(d time.Duration) string {
	s := int(max(d, 0) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// paragraphs makes HTML of plain text; what begins with a tag is HTML.
func paragraphs(text string) string {
	text = strings.TrimSpace(text)
	if text == "" || text[0] == '<' {
		return text
	}
	var b strings.Builder
	for p := range strings.SplitSeq(text, "\n\n") {
		b.WriteString("<p>" + strings.ReplaceAll(html.EscapeString(strings.TrimSpace(p)), "\n", "<br>") + "</p>")
	}
	return b.String()
}

// keys takes apart what is pressed: keys by name between blanks, or a text,
// character by character, of which a line break is the key enter.
func (c *cast) keys(names, text string) ([]string, error) {
	if names != "" && text != "" {
		return nil, errors.New("it has both keys and text; make it two steps")
	}
	keys := strings.Fields(names)
	for text != "" {
		if end := strings.IndexByte(text, '}'); text[0] == '{' && end > 1 {
			keys = append(keys, text[:end+1])
			text = text[end+1:]
			continue
		}
		r := []rune(text)[0]
		text = text[len(string(r)):]
		switch r {
		case '\n':
			keys = append(keys, "enter")
		case ' ':
			keys = append(keys, "space")
		default:
			keys = append(keys, string(r))
		}
	}
	for _, k := range keys {
		if isID(k) && !slices.Contains(c.conversations, k[1:len(k)-1]) {
			return nil, fmt.Errorf("there is no conversation %q", k[1:len(k)-1])
		}
	}
	return keys, nil
}
