package serve

import (
	"context"
	"testing"
	"time"

	"parley/api"
)

// A desk whose opening crashes is told of to everybody who waits for it, and
// neither the next one nor the end of the server hangs on it.
func TestOpeningCrashes(t *testing.T) {
	t.Parallel()
	crashes := 0
	guard := func(string) {
		if recover() != nil {
			crashes++
		}
	}
	f := &office{guard: guard, desks: map[api.ID]*agentDesk{}} // without options every opening crashes
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for i := range 2 {
		failed := make(chan error, 1)
		go func() {
			_, err := f.open(ctx, "1")
			failed <- err
		}()
		select {
		case err := <-failed:
			if err == nil || crashes != i+1 {
				t.Errorf("%v, %d crashes", err, crashes)
			}
		case <-ctx.Done():
			t.Fatal("it waits for ever")
		}
	}
	f.stop(ctx)
	if ctx.Err() != nil {
		t.Error("the end waits for ever")
	}
}

// A desk that never becomes ready does not keep the server from ending.
func TestStuckOpening(t *testing.T) {
	t.Parallel()
	f := &office{guard: func(string) {}, desks: map[api.ID]*agentDesk{}}
	if _, _, err := f.take("1"); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	ended := make(chan struct{})
	go func() {
		f.stop(ctx)
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Error("the end waits for ever")
	}
}
