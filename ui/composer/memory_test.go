package composer

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"parley/api"
	"parley/api/desk"
)

// An agent who writes all day holds what the open draft takes, and not what
// all those before took. It runs alone: it reads the heap.
func TestADraftThatIsClosedTakesNothing(t *testing.T) {
	p := newPane(t)
	write := func(n int) {
		var text strings.Builder
		for i := range 150 {
			fmt.Fprintf(&text, "%d.%d %s\n", n, i, strings.Repeat("words of an answer ", 10))
		}
		id := api.ID(fmt.Sprint(n))
		p.Open(Target{ID: id, Channel: "email"}, desk.ModeAdmin, []desk.Draft{{ConversationID: id, Mode: desk.ModeAdmin, Text: text.String()}})
		_ = p.View()
		p.Close()
	}
	write(0)
	before := heap()
	for n := range 40 {
		write(n + 1)
	}
	if grown := heap() - before; grown > 2<<20 {
		t.Errorf("forty drafts of 30 kB, all closed, hold %d kB", grown>>10)
	}
	runtime.KeepAlive(p)
}

func heap() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
