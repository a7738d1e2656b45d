package serve

import (
	"reflect"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// drain takes what the keyboard still says to a program that has ended, until
// its reader has ended too. Bubble Tea's reader would wait for ever for
// somebody to take a key that came while the program ended, and hold on to the
// screen with it. There is no other way to its channels; without them a late
// key costs that memory.
func drain(p *tea.Program) {
	msgs, ok := channel[tea.Msg](p, "msgs")
	if !ok {
		return
	}
	done, ok := channel[struct{}](p, "readLoopDone")
	if !ok {
		return
	}
	for {
		select {
		case <-msgs:
		case <-done:
			return
		}
	}
}

// channel returns a channel of a program by its name.
func channel[T any](p *tea.Program, name string) (chan T, bool) {
	f := reflect.ValueOf(p).Elem().FieldByName(name)
	if !f.IsValid() || f.Type() != reflect.TypeFor[chan T]() || f.IsNil() {
		return nil, false
	}
	at := f.UnsafePointer()
	return *(*chan T)(unsafe.Pointer(&at)), true //nolint:gosec // the type was looked at
}
