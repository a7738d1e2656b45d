//go:build linux

package cli

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// BenchmarkPty measures the program as it is shipped, on a real terminal over
// a store of 10,000 conversations, with nothing between them, with a terminal
// that answers no query, and with a round trip of 150 ms. Each metric stands
// beside its budget; of a far line the round trip is taken off. What echo
// takes, a terminal that writes back what is typed, is the machine's share.
//
//	go test ./ui/cli -run '^$' -bench Pty -benchtime 60x
//
// One step alone: -bench 'Pty/near/open-20'.
func BenchmarkPty(b *testing.B) {
	h := home(b, b.TempDir(), 10_000)
	b.Run("echo", benchEcho)
	for _, l := range lines {
		b.Run(l.name, func(b *testing.B) {
			b.Run("start", func(b *testing.B) { benchStart(b, l, h) })
			if l.mute {
				return // nothing but the start asks
			}
			for _, s := range steps {
				b.Run(s.name, func(b *testing.B) { s.bench(b, l, h) })
			}
		})
	}
	b.Run("idle", func(b *testing.B) { benchIdle(b, h) })
	b.Run("memory", func(b *testing.B) { benchMemory(b, h) })
	b.Run("size", benchSize)
}

// BenchmarkPtyGrowth measures the same keys over a tenth of the conversations
// and over all, and in threads of 20 and of 500 parts.
func BenchmarkPtyGrowth(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		h := home(b, b.TempDir(), n)
		for _, p := range steps {
			if slices.Contains([]string{"list-key", "line-of-20", "line-of-500"}, p.name) {
				b.Run(fmt.Sprintf("%d/%s", n, p.name), func(b *testing.B) { p.bench(b, lines[0], h) })
			}
		}
	}
}

// ptyStep is something an agent does again and again.
type ptyStep struct {
	name   string
	begin  func(s *farScreen)
	keys   []string // one after the other, from the first again
	every  int      // only the first of so many is measured; 0 is each
	budget [2]int   // ms: median, 99th percentile; 0 is none
	bytes  int      // budget; 0 is none
}

const longDraft = 10_000

var steps = []ptyStep{
	{name: "list-key", keys: updown("j", "k", 30), budget: [2]int{8, 20}, bytes: 250},
	{name: "line-of-20", begin: openIt(0), keys: updown("j", "k", 30), budget: [2]int{8, 20}, bytes: 1700},
	{name: "line-of-500", begin: openIt(1), keys: updown("j", "k", 60), budget: [2]int{8, 20}, bytes: 1700},
	{name: "letter", begin: write(0), keys: updown("x", "\x7f", 20), budget: [2]int{8, 20}, bytes: 30},
	{name: "letter-10kB", begin: write(longDraft), keys: updown("x", "\x7f", 20), budget: [2]int{16, 0}},
	{name: "mode", begin: write(0), keys: []string{"\x14"}, budget: [2]int{8, 20}, bytes: 600},
	{name: "open-20", keys: []string{"\r", "h"}, every: 2, budget: [2]int{25, 50}, bytes: 4500},
	{name: "open-500", begin: func(s *farScreen) { s.step("j") }, keys: []string{"\r", "h"}, every: 2, budget: [2]int{40, 0}, bytes: 4500},
	{name: "end-of-500", begin: openIt(1), keys: []string{"G", "gg"}, every: 2, budget: [2]int{80, 0}},
	{name: "resize", begin: openIt(1), keys: []string{"118", "120"}, budget: [2]int{60, 0}},
	{name: "filter", begin: func(s *farScreen) { s.step(`\`) }, keys: strings.Split("contact 77\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f\x7f", ""), budget: [2]int{16, 0}},
	{name: "200-keys", keys: []string{strings.Repeat("j", 200), strings.Repeat("k", 200)}, budget: [2]int{250, 0}},
}

func updown(down, up string, n int) []string {
	return append(slices.Repeat([]string{down}, n), slices.Repeat([]string{up}, n)...)
}

// openIt opens the conversation of that row at its beginning.
func openIt(row int) func(*farScreen) {
	return func(s *farScreen) {
		for range row {
			s.step("j")
		}
		s.step("\r")
		s.see("Part ")
		s.step("gg")
		s.see("started by the customer")
	}
}

// write opens the composer on a text of n bytes.
func write(n int) func(*farScreen) {
	return func(s *farScreen) {
		openIt(0)(s)
		s.step("r")
		s.see("Reply")
		for n > 0 {
			s.step("\x1b[200~" + words(n, 12) + "\n\x1b[201~")
			n -= len(words(n, 12)) + 1
		}
	}
}

func (p ptyStep) bench(b *testing.B, l line, h string) {
	s := reach(b, l, h)
	s.see("enter open")
	s.settle()
	if p.begin != nil {
		p.begin(s)
	}
	var took []time.Duration
	var bytes []int
	before := s.cpu()
	i := 0
	for b.Loop() {
		var d time.Duration
		var n int
		if p.name == "resize" {
			d, n = s.resize(p.keys[i%len(p.keys)])
		} else {
			d, n = s.step(p.keys[i%len(p.keys)])
		}
		i++
		took, bytes = append(took, d-2*l.delay), append(bytes, n)
		for p.every > 0 && i%p.every != 0 {
			s.step(p.keys[i%len(p.keys)])
			i++
		}
	}
	report(b, took, p.budget)
	slices.Sort(bytes)
	b.ReportMetric(float64(bytes[len(bytes)/2]), "B")
	if p.bytes > 0 {
		b.ReportMetric(float64(p.bytes), "B-budget")
	}
	b.ReportMetric(float64((s.cpu()-before).Microseconds())/float64(i)/1000, "cpu-ms/key")
}

// report says how long a step took, beside what it may.
func report(b *testing.B, took []time.Duration, budget [2]int) {
	slices.Sort(took)
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	b.ReportMetric(ms(took[len(took)/2]), "ms")
	b.ReportMetric(ms(took[min(len(took)*99/100, len(took)-1)]), "ms-p99")
	for i, name := range []string{"ms-budget", "ms-p99-budget"} {
		if budget[i] > 0 {
			b.ReportMetric(float64(budget[i]), name)
		}
	}
	b.ReportMetric(0, "ns/op") // says what the pause after each step takes
}

func (s *farScreen) resize(columns string) (time.Duration, int) {
	s.settle()
	w, err := strconv.Atoi(columns)
	if err != nil {
		s.tb.Fatal(err)
	}
	s.mu.Lock()
	s.screen.Resize(w, farH)
	s.mu.Unlock()
	began := time.Now()
	if err := pty.Setsize(s.pty, &pty.Winsize{Rows: farH, Cols: uint16(w)}); err != nil {
		s.tb.Fatal(err)
	}
	took, n := s.lastByte(began)
	return took + s.line.delay, n // the size does not travel
}

func benchStart(b *testing.B, l line, h string) {
	var took []time.Duration
	for b.Loop() {
		b.StopTimer()
		s := reach(b, l, h)
		s.await("the inbox", painted)
		took = append(took, s.paintedAt().Sub(s.began))
		_ = s.cmd.Process.Kill()
		<-s.ended
		b.StartTimer()
	}
	budget := [2]int{60, 90}
	if l.delay > 0 {
		budget = [2]int{60 + 75, 90 + 75}
	}
	report(b, took, budget)
}

func painted(screen string) bool {
	return strings.Contains(screen, "Subject 9") && strings.Contains(screen, "enter open")
}

// paintedAt says when the piece that completed the inbox had arrived.
func (s *farScreen) paintedAt() time.Time {
	pieces := s.take()
	return pieces[len(pieces)-1].at
}

// cpu is the processor time that the program has used.
func (s *farScreen) cpu() time.Duration {
	tasks, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", s.cmd.Process.Pid))
	if err != nil {
		s.tb.Fatal(err)
	}
	var sum time.Duration
	for _, t := range tasks {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/schedstat", s.cmd.Process.Pid, t.Name()))
		if err != nil {
			continue // the thread has ended
		}
		ns, err := strconv.ParseInt(strings.Fields(string(b))[0], 10, 64)
		if err != nil {
			s.tb.Fatal(err)
		}
		sum += time.Duration(ns)
	}
	return sum
}

// benchIdle counts what a program takes that nobody touches.
func benchIdle(b *testing.B, h string) {
	s := reach(b, lines[0], h)
	s.see("enter open")
	s.settle()
	openIt(0)(s)
	s.settle()
	<-time.After(2 * time.Second) // what the start left behind
	s.take()
	before, began := s.cpu(), time.Now()
	<-time.After(10 * time.Second)
	took := time.Since(began).Seconds()
	n := 0
	for _, a := range s.take() {
		n += len(a.data)
	}
	b.ReportMetric(float64((s.cpu()-before).Microseconds())/1000/took, "cpu-ms/s")
	b.ReportMetric(2, "cpu-ms/s-budget")
	b.ReportMetric(float64(n)/took, "B/s")
	b.ReportMetric(0, "ns/op")
}

// benchMemory reads the peak after a walk through the long thread.
func benchMemory(b *testing.B, h string) {
	s := reach(b, lines[0], h)
	s.see("enter open")
	s.settle()
	openIt(1)(s)
	s.step("G")
	for range 30 {
		s.step("-")
	}
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, after, _ := strings.Cut(string(raw), "VmHWM:")
	kB, err := strconv.Atoi(strings.Fields(after)[0])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(kB)/1024, "MB")
	b.ReportMetric(64, "MB-budget")
	b.ReportMetric(0, "ns/op")
}

// benchEcho is the yardstick: the way of a key through the rig alone.
func benchEcho(b *testing.B) {
	s := connect(b, lines[0], exec.CommandContext(b.Context(), "cat"))
	var took []time.Duration
	for b.Loop() {
		d, _ := s.step("x")
		took = append(took, d)
	}
	report(b, took, [2]int{})
}

func benchSize(b *testing.B) {
	info, err := os.Stat(shipped(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(info.Size())/(1<<20), "MB")
	b.ReportMetric(25, "MB-budget")
	b.ReportMetric(0, "ns/op")
}
