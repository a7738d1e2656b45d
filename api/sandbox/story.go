package sandbox

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Story is what happens in a scripted demo, and when.
type Story struct {
	Title string
	Seed  uint64    // of the workspace
	Clock time.Time // when it begins; zero is now
	Steps []Step    // in the order of their times
}

// Step is one moment of a story. Who and what it concerns is named by the keys
// of the sample workspace.
type Step struct {
	At time.Duration // since the beginning of the story
	// Say is what the audience is told from now on; "" leaves what was told.
	Say string

	// Do is what happens in the workspace, a key of verbs; "" is nothing.
	Do      string
	In      string // the conversation
	By      string // who does it
	Body    string // HTML
	Subject string
	As      string // the key of the conversation that begins
	To      string // assign: a teammate, a team or "none"
	For     time.Duration
	Name    string // of a tag, an SLA or a priority
	Score   int64
	Faults  []Fault

	// Keys are pressed one after the other, by their names; a character is
	// its own. {KEY} stands for the id of a conversation.
	Keys  []string
	Typed bool // they are a text: the pace is that of a typist

	Line int // where it begins in the file
}

// The pace at which a story presses keys: one can follow it.
const (
	keyPace  = 600 * time.Millisecond
	typePace = 55 * time.Millisecond
)

// end is when the last key of the step is pressed.
func (st *Step) end() time.Duration {
	if len(st.Keys) == 0 {
		return st.At
	}
	end := st.At
	for _, k := range st.Keys[1:] {
		end += st.pace(k)
	}
	return end
}

// pace is how long one waits before a key.
func (st *Step) pace(key string) time.Duration {
	if st.Typed && key != "enter" {
		return typePace
	}
	return keyPace
}

// isID reports whether a key stands for the digits of an id.
func isID(key string) bool { return len(key) > 2 && key[0] == '{' && key[len(key)-1] == '}' }

// Length is how long the story takes.
func (s *Story) Length() time.Duration {
	if len(s.Steps) == 0 {
		return 0
	}
	return s.Steps[len(s.Steps)-1].end()
}

// stories are those that come with Parley.
//
//go:embed stories
var stories embed.FS

// Stories returns the names of the stories that come with Parley.
func Stories() []string {
	entries, err := fs.ReadDir(stories, "stories")
	if err != nil {
		panic("sandbox: " + err.Error())
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	slices.Sort(names)
	return names
}

// StoryFile returns the text of a story that comes with Parley.
func StoryFile(name string) ([]byte, bool) {
	raw, err := stories.ReadFile("stories/" + name + ".toml")
	return raw, err == nil
}

// StoryError is a mistake in a story.
type StoryError struct {
	File    string
	Line    int // 0 where it concerns the whole
	Problem string
}

// Error says where it is and what is wrong.
func (e *StoryError) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Problem
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Problem)
}
