package serve

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// crowd are agents in another process, so that what they cost is not counted
// as the server's.
type crowd struct {
	tb     testing.TB
	cmd    *exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Scanner
}

// guests lets n agents in, whose keys are those of the teammates from the
// given one on.
func guests(tb testing.TB, addr string, from, n int) *crowd {
	tb.Helper()
	c := &crowd{tb: tb, cmd: exec.Command(os.Args[0], "-test.run", "^$", "-test.bench", "^BenchmarkGuests$", "-test.benchtime", "1x")}
	c.cmd.Env = append(os.Environ(), fmt.Sprintf("PARLEY_GUESTS=%s %d %d", addr, from, n))
	var err error
	if c.stdin, err = c.cmd.StdinPipe(); err != nil {
		tb.Fatal(err)
	}
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	c.stdout = bufio.NewScanner(stdout)
	c.done()
	return c
}

// done waits until all agents have done what they were told.
func (c *crowd) done() {
	c.tb.Helper()
	for c.stdout.Scan() {
		if c.stdout.Text() == "done" {
			return
		}
		c.tb.Log(c.stdout.Text())
	}
	c.tb.Fatal("the agents are gone")
}

// press has each agent press a key n times, with a pause after each.
func (c *crowd) press(keys string, n int, pause time.Duration) {
	c.tb.Helper()
	if _, err := fmt.Fprintf(c.stdin, "%q %d %s\n", keys, n, pause); err != nil {
		c.tb.Fatal(err)
	}
	c.done()
}

// leave sends them home.
func (c *crowd) leave() {
	c.tb.Helper()
	_ = c.stdin.Close()
	for c.stdout.Scan() {
		c.tb.Log(c.stdout.Text())
	}
	if err := c.cmd.Wait(); err != nil {
		c.tb.Error(err)
	}
}

// BenchmarkGuests is the agents' side of the others, which start it as a
// process of its own. By itself it measures nothing.
func BenchmarkGuests(b *testing.B) {
	spec := os.Getenv("PARLEY_GUESTS")
	if spec == "" {
		return
	}
	var addr string
	var from, n int
	if _, err := fmt.Sscanf(spec, "%s %d %d", &addr, &from, &n); err != nil {
		b.Fatal(err)
	}
	r := &rig{t: b, addr: addr}
	var all []*guest
	for i := range n {
		c := r.config(signer(b, from+i))
		c.HostKeyCallback = gossh.InsecureIgnoreHostKey()
		g := r.visitAs(c)
		g.see("/ find")
		defer g.conn.Close()
		all = append(all, g)
	}
	for {
		if _, err := io.WriteString(os.Stdout, "done\n"); err != nil {
			b.Fatal(err)
		}
		var keys string
		var times int
		var pause string
		if _, err := fmt.Scanf("%q %d %s\n", &keys, &times, &pause); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return
		} else if err != nil {
			b.Fatal(err)
		}
		every, err := time.ParseDuration(pause)
		if err != nil {
			b.Fatal(err)
		}
		var group sync.WaitGroup
		for _, g := range all {
			group.Go(func() {
				tick := time.NewTicker(every)
				defer tick.Stop()
				for i := range times {
					g.press(keys[i%len(keys) : i%len(keys)+1])
					<-tick.C
				}
			})
		}
		group.Wait()
	}
}
