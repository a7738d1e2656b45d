package sandbox

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Show plays a story on a server: the steps happen when their time has come by
// the show's clock, which can be stopped, stepped and sped up. It is safe for
// concurrent use.
type Show struct {
	server *Server
	clock  *Clock
	story  *Story
	began  time.Time

	mu      sync.Mutex
	speed   int // index of speeds
	paused  bool
	done    bool
	next    int // the step to come
	keys    []string
	caption string
	failed  error
	cues    []string
	news    chan struct{} // holds a token while there is something to hear of
	wake    chan struct{} // holds a token when the order of events was changed
}

// speeds are how fast a story can be played.
var speeds = []float64{0.5, 1, 2, 4, 8}

// speedAsWritten is the place of the speed of which a story is written.
const speedAsWritten = 1

// ShowState is how far a show is.
type ShowState struct {
	Title   string
	At      time.Duration // since the beginning
	Length  time.Duration // of the story
	Speed   float64
	Paused  bool
	Done    bool          // nothing happens by itself any more
	Caption string        // what the audience is told
	Next    string        // what it will be told next; "" where nothing follows
	In      time.Duration // until then
}

// NewShow makes a show of a story on a server whose clock it is. The story
// begins when Run does.
func NewShow(story *Story, server *Server, clock *Clock) *Show {
	return &Show{
		server: server, clock: clock, story: story, speed: speedAsWritten,
		news: make(chan struct{}, 1), wake: make(chan struct{}, 1),
	}
}

// Run plays the story until its end, or until ctx ends. It returns the error
// of a step that could not happen; a show ends with it.
func (w *Show) Run(ctx context.Context) error {
	w.mu.Lock()
	w.began = w.clock.Now()
	w.mu.Unlock()
	for {
		due, ok := w.due()
		if !ok {
			return w.finish(nil)
		}
		if left := due.Sub(w.clock.Now()); left > 0 {
			if !w.wait(ctx, left) {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				continue // the clock was changed
			}
		}
		if err := w.play(); err != nil {
			return w.finish(err)
		}
	}
}

// wait waits for what is due; false when it was interrupted.
func (w *Show) wait(ctx context.Context, left time.Duration) bool {
	done, stop := w.clock.Timer(left)
	defer stop()
	select {
	case <-ctx.Done():
		return false
	case <-w.wake:
		return false
	case <-done:
		return true
	}
}

// due is when the next key is pressed or the next step happens.
func (w *Show) due() (time.Time, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next == len(w.story.Steps) && len(w.keys) == 0 {
		return time.Time{}, false
	}
	return w.began.Add(w.dueAt()), true
}

// dueAt is the same, since the beginning.
func (w *Show) dueAt() time.Duration {
	if len(w.keys) == 0 {
		return w.story.Steps[w.next].At
	}
	st := &w.story.Steps[w.next-1]
	at := st.end()
	for _, k := range w.keys[1:] {
		at -= st.pace(k)
	}
	return at
}

// play lets happen what is due: a key, or a step with its first key.
func (w *Show) play() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.keys) == 0 {
		st := &w.story.Steps[w.next]
		w.next++
		if err := w.server.act(st); err != nil {
			return fmt.Errorf("line %d of the story: %w", st.Line, err)
		}
		if st.Say != "" {
			w.caption = st.Say
		}
		w.keys = st.Keys
	}
	if len(w.keys) > 0 {
		w.cues = append(w.cues, w.server.spell(w.keys[0])...)
		w.keys = w.keys[1:]
	}
	w.tell()
	return nil
}

// finish ends the show: the clock goes on as clocks do.
func (w *Show) finish(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.done, w.paused, w.speed, w.failed = true, false, speedAsWritten, err
	w.clock.SetSpeed(speeds[w.speed])
	w.tell()
	return err
}

// tell has Next return.
func (w *Show) tell() {
	select {
	case w.news <- struct{}{}:
	default:
	}
}

// Next waits until something happened, and returns the keys that the story
// presses since the last call; there may be none, when only the state
// changed. It returns the error of ctx when that ends first.
func (w *Show) Next(ctx context.Context) ([]string, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-w.news:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	keys := w.cues
	w.cues = nil
	return keys, nil
}

// State says how far the show is.
func (w *Show) State() ShowState {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := ShowState{
		Title: w.story.Title, At: w.position(), Length: w.story.Length(),
		Speed: speeds[w.speed], Paused: w.paused, Done: w.done, Caption: w.caption,
	}
	for _, st := range w.story.Steps[w.next:] {
		if st.Say != "" {
			s.Next, s.In = st.Say, max(st.At-s.At, 0)
			break
		}
	}
	if w.failed != nil {
		s.Caption = w.failed.Error()
	}
	return s
}

// position is how much of the story has passed.
func (w *Show) position() time.Duration {
	if w.began.IsZero() {
		return 0
	}
	if w.done {
		return w.story.Length()
	}
	return min(w.clock.Now().Sub(w.began), w.story.Length())
}

// Pause stops the show and its clock, or lets them go on.
func (w *Show) Pause() {
	w.turn(func() { w.paused = !w.paused })
}

// Faster and Slower change the speed by one gear.
func (w *Show) Faster() { w.turn(func() { w.speed = min(w.speed+1, len(speeds)-1) }) }

// Slower is the opposite of Faster.
func (w *Show) Slower() { w.turn(func() { w.speed = max(w.speed-1, 0) }) }

// SetSpeed takes the gear nearest to a speed; it returns an error that names
// the gears when it is none of them.
func (w *Show) SetSpeed(speed float64) error {
	for i, s := range speeds {
		if s == speed {
			w.turn(func() { w.speed = i })
			return nil
		}
	}
	return errors.New("the speeds are 0.5, 1, 2, 4 and 8")
}

// turn changes how the show goes on; one that is over cannot be changed.
func (w *Show) turn(how func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done {
		return
	}
	how()
	speed := speeds[w.speed]
	if w.paused {
		speed = 0
	}
	w.clock.SetSpeed(speed)
	w.tell()
}

// Step sets the clock ahead to where the step that is under way, or else the
// next one, is over; a show that is paused stays so.
func (w *Show) Step() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.done || w.began.IsZero() {
		return
	}
	i := w.next
	if len(w.keys) > 0 || i == len(w.story.Steps) {
		i--
	}
	w.clock.JumpTo(w.began.Add(w.story.Steps[i].end()))
	select {
	case w.wake <- struct{}{}:
	default:
	}
}
