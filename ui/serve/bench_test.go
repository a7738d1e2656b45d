//go:build unix

package serve

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"
)

// BenchmarkAgents measures what each further agent costs the server: memory
// from the system, and goroutines. The agents' side runs in a process of its
// own.
//
//	go test ./ui/serve -run '^$' -bench Agents -benchtime 1x
func BenchmarkAgents(b *testing.B) {
	for range b.N {
		r := newRig(b, rigOptions{teammates: many})
		r.open = r.conversations(1)[0]
		first := guests(b, r.addr, 0, 1)
		before, routines := resident(b), runtime.NumGoroutine()
		rest := guests(b, r.addr, 1, many-1)
		b.ReportMetric(float64(resident(b)-before)/(many-1)/(1<<20), "MB/agent")
		b.ReportMetric(float64(runtime.NumGoroutine()-routines)/(many-1), "goroutines/agent")
		rest.leave()
		first.leave()
		r.empty()
		b.ReportMetric(float64(resident(b)-before)/(1<<20), "MB-left")
		if err := r.stop(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCrowd measures what fifty agents cost who only look, and what one
// key costs where all of them go up and down their lists: processor time of
// the server, with the sandbox that it runs on, and bytes on the lines.
//
//	go test ./ui/serve -run '^$' -bench Crowd -benchtime 1x
func BenchmarkCrowd(b *testing.B) {
	const rest, keys, pause = 30 * time.Second, 40, 250 * time.Millisecond
	for range b.N {
		r := newRig(b, rigOptions{teammates: many})
		r.open = r.conversations(1)[0]
		all := guests(b, r.addr, 0, many)
		all.press("hgo", 3, 500*time.Millisecond) // to a list with something in it
		r.rest(5 * time.Second)
		cpu, bytes := r.spent(func() { r.rest(rest) })
		idle := float64(cpu) / float64(rest)
		b.ReportMetric(idle*1000, "cpu-ms/s-idle")
		b.ReportMetric(float64(bytes)/rest.Seconds()/many, "B/s-idle-line")
		cpu, bytes = r.spent(func() { all.press("jjkk", keys, pause) })
		b.ReportMetric((float64(cpu)-idle*float64(keys*pause))/1e6/(keys*many), "cpu-ms/key")
		b.ReportMetric(float64(bytes)/(keys*many), "B/key")
		b.ReportMetric(float64(resident(b))/(1<<20), "MB")
		b.ReportMetric(float64(runtime.NumGoroutine()), "goroutines")
		all.leave()
		if err := r.stop(); err != nil {
			b.Fatal(err)
		}
	}
}

// rest lets time pass: what is measured is what happens meanwhile.
func (r *rig) rest(d time.Duration) {
	select {
	case <-time.After(d):
	case err := <-r.ended:
		r.t.Fatal("the server ended: ", err)
	}
}

// spent is the processor time that this process takes for something, and what
// the server writes meanwhile.
func (r *rig) spent(f func()) (cpu time.Duration, bytes int64) {
	r.t.Helper()
	before, wrote := processor(r.t), r.wrote.Load()
	f()
	return processor(r.t) - before, r.wrote.Load() - wrote
}

// processor is the time that this process has had.
func processor(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Skip("processor time cannot be read: ", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resident is what the process takes from the system once it has given back
// what it can.
func resident(tb testing.TB) int64 {
	tb.Helper()
	runtime.GC()
	debug.FreeOSMemory()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		tb.Skip("the memory of a process is read from /proc: ", err)
	}
	for line := range strings.Lines(string(status)) {
		var kb int64
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kb); err == nil {
			return kb << 10
		}
	}
	tb.Fatal("there is no VmRSS")
	return 0
}
