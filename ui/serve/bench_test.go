package serve

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
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
		rest()
		first()
		r.empty()
		b.ReportMetric(float64(resident(b)-before)/(1<<20), "MB-left")
		if err := r.stop(); err != nil {
			b.Fatal(err)
		}
	}
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

// guests lets n agents in from another process; what it returns sends them
// home.
func guests(tb testing.TB, addr string, from, n int) (leave func()) {
	tb.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestGuests$", "-test.v")
	cmd.Env = append(os.Environ(), fmt.Sprintf("PARLEY_GUESTS=%s %d %d", addr, from, n))
	stdin, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	out := bufio.NewScanner(stdout)
	for out.Scan() && out.Text() != "in" {
		tb.Log(out.Text())
	}
	return func() {
		_ = stdin.Close()
		_, _ = io.Copy(io.Discard, stdout)
		if err := cmd.Wait(); err != nil {
			tb.Error(err)
		}
	}
}

// TestGuests is the agents' side of BenchmarkAgents.
func TestGuests(t *testing.T) {
	spec := os.Getenv("PARLEY_GUESTS")
	if spec == "" {
		t.Skip("it runs as a process of BenchmarkAgents")
	}
	var addr string
	var from, n int
	if _, err := fmt.Sscanf(spec, "%s %d %d", &addr, &from, &n); err != nil {
		t.Fatal(err)
	}
	r := &rig{t: t, addr: addr}
	for i := range n {
		c := r.config(signer(t, from+i))
		c.HostKeyCallback = gossh.InsecureIgnoreHostKey()
		g := r.visitAs(c)
		g.see("/ find")
		defer g.conn.Close()
	}
	if _, err := io.WriteString(os.Stdout, "in\n"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}
