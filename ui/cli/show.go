package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"parley/api/desk"
	"parley/api/sandbox"
	"parley/keymap"
	"parley/ui"
	"parley/ui/statusbar"
)

// maxScript is how large the file of a story may be, in bytes.
const maxScript = 1 << 20

// scriptFlags are what makes a demo a scripted one.
type scriptFlags struct {
	script string
	speed  float64
	paused bool
	print  bool
}

func (f *scriptFlags) register(flags *pflag.FlagSet) {
	flags.StringVar(&f.script, "script", "", "play the incidents of this `FILE`; standup is a story that comes with Parley")
	flags.Float64Var(&f.speed, "speed", 1, "play it so many times as fast: 0.5, 1, 2, 4 or 8")
	flags.BoolVar(&f.paused, "paused", false, "wait for the key that lets it begin")
	flags.BoolVar(&f.print, "print", false, "check and print the script instead of playing it")
}

// story reads and checks the script; nil when there is none.
func (a *app) story(f scriptFlags) (*sandbox.Story, []byte, error) {
	if f.script == "" {
		if f.print {
			return nil, nil, usagef("--print prints a script; --script says which")
		}
		return nil, nil, nil
	}
	raw, ok := sandbox.StoryFile(f.script)
	if !ok {
		var err error
		if raw, err = readScript(f.script); err != nil {
			return nil, nil, usagef("--script: %w; the stories that come with Parley: %s", err, strings.Join(sandbox.Stories(), ", "))
		}
	}
	story, err := sandbox.ParseStory(f.script, raw)
	if err != nil {
		return nil, nil, usagef("--script: %w", err)
	}
	for _, st := range story.Steps {
		for _, k := range st.Keys {
			if strings.HasPrefix(k, "{") {
				continue
			}
			if err := keymap.CheckKey(k); err != nil {
				return nil, nil, usagef("--script: %w", &sandbox.StoryError{File: f.script, Line: st.Line, Problem: "keys: " + err.Error()})
			}
		}
	}
	return story, raw, nil
}

func readScript(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	raw, err := io.ReadAll(io.LimitReader(f, maxScript+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return raw, nil
}

// stage is where a scripted demo plays: its clock takes the place of the
// machine's.
type stage struct {
	clock *sandbox.Clock
	show  *sandbox.Show // nil until the sandbox is there
	story *sandbox.Story
	flags scriptFlags
}

// newStage gives the sandbox the story's clock. What the command line says of
// seed and clock comes before what the story says.
func newStage(cmd *cobra.Command, story *sandbox.Story, f scriptFlags, o *sandbox.Options) *stage {
	begin := o.Now()
	if !cmd.Flags().Changed("clock") && !story.Clock.IsZero() {
		begin = story.Clock
	}
	if !cmd.Flags().Changed("seed") {
		o.Seed = story.Seed
	}
	s := &stage{clock: sandbox.NewClock(begin), story: story, flags: f}
	o.Now = s.clock.Now
	return s
}

// begin starts the show on a sandbox and returns what ends it, with the error
// of a step that could not happen.
func (s *stage) begin(ctx context.Context, server *sandbox.Server) (end func() error, err error) {
	s.show = sandbox.NewShow(s.story, server, s.clock)
	if err := s.show.SetSpeed(s.flags.speed); err != nil {
		return nil, usagef("--speed: %w", err)
	}
	if s.flags.paused {
		s.show.Pause()
	}
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- s.show.Run(ctx) }()
	return func() error {
		cancel()
		if err := <-done; ctx.Err() == nil {
			return err
		}
		return nil
	}, nil
}

// tick does what [tea.Tick] does, by the clock of the show.
func (s *stage) tick(ctx context.Context) func(time.Duration, func(time.Time) tea.Msg) tea.Cmd {
	return func(d time.Duration, msg func(time.Time) tea.Msg) tea.Cmd {
		return func() tea.Msg {
			passed, stop := s.clock.Timer(d)
			defer stop()
			select {
			case <-ctx.Done():
				return nil
			case now := <-passed:
				return msg(now)
			}
		}
	}
}

// screenShow is the show as the screen sees it.
type screenShow struct{ *sandbox.Show }

// State says how far the show is.
func (s screenShow) State() statusbar.Show { return statusbar.Show(s.Show.State()) }

var _ ui.Show = screenShow{}

// promised are the targets of the sample workspace's SLAs, beside those that
// the user declared.
func promised(server *sandbox.Server, declared map[string]desk.Targets) map[string]desk.Targets {
	out := map[string]desk.Targets{}
	for _, p := range server.Policies() {
		out[p.Name] = desk.Targets{FirstReply: p.FirstReply, NextReply: p.NextReply}
	}
	for name, t := range declared {
		delete(out, name)
		if i := slices.IndexFunc(server.Policies(), func(p sandbox.Policy) bool { return strings.EqualFold(p.Name, name) }); i >= 0 {
			delete(out, server.Policies()[i].Name)
		}
		out[name] = t
	}
	return out
}
