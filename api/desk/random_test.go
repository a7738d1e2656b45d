package desk_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"parley/api"
	"parley/api/desk"
	"parley/api/sandbox"
)

// chaos is one random run: an agent writes while the network, the server,
// customers and the program itself do what they like.
type chaos struct {
	t      *testing.T
	rng    *rand.Rand
	dir    string
	server *sandbox.Server
	r      *rig
	ids    []api.ID
	texts  []string // every text that was confirmed
	back   []string // text that came back as a draft and that the agent put aside
	log    []string
}

const runs, shards = 1000, 8

func TestThousandRandomRuns(t *testing.T) {
	t.Parallel()
	for shard := range shards {
		t.Run(fmt.Sprint(shard), func(t *testing.T) {
			t.Parallel()
			for run := shard; run < runs; run += shards {
				if (testing.Short() || underRace) && run > 100 {
					return
				}
				dir := t.TempDir()
				synctest.Test(t, func(t *testing.T) {
					c := &chaos{t: t, rng: rand.New(rand.NewPCG(4711, uint64(run))), dir: dir}
					c.play()
					if t.Failed() {
						t.Fatalf("run %d:\n%s", run, strings.Join(c.log, "\n"))
					}
				})
			}
		})
	}
}

func (c *chaos) notef(format string, args ...any) {
	c.log = append(c.log, time.Now().UTC().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

func (c *chaos) play() {
	ctx := c.t.Context()
	c.server = sandbox.New(sandbox.Options{Empty: true, RateLimit: -1})
	for i := range 2 {
		id, err := c.server.CustomerWrites("june", "", fmt.Sprintf("<p>Question %d</p>", i))
		if err != nil {
			c.t.Fatal(err)
		}
		c.ids = append(c.ids, api.ID(id))
	}
	c.start()
	defer func() { c.r.stop() }()
	for _, id := range c.ids {
		c.r.read(ctx, id)
	}
	for range 6 + c.rng.IntN(14) {
		c.step(ctx)
		<-time.After(time.Duration(c.rng.IntN(15_000)) * time.Millisecond)
	}
	c.notef("calm")
	c.server.SetFaults()
	c.r.wire.down.Store(false)
	c.r.rest(ctx)
	<-time.After(2 * time.Minute)
	c.check(ctx)
}

func (c *chaos) start() {
	c.r = newRig(c.t, rigOptions{server: c.server, dir: c.dir, set: func(o *desk.Options) { o.AdminID = sandbox.MeID }})
	c.r.StartSender()
}

// step does one thing.
func (c *chaos) step(ctx context.Context) {
	id := c.ids[c.rng.IntN(len(c.ids))]
	switch n := c.rng.IntN(20); {
	case n < 6:
		c.send(ctx, id)
	case n < 9:
		faults := []string{
			"reply:cut-after,once", "reply:cut-before,once", "reply:503,once", "reply:503-after,once", "reply:429,once",
			"reply:422,once", "reply:hang-after,once", "reply:hang,once", "reply:cut-body,once", "reply:408,p=0.5",
			"get:503,times=3", "get:cut-before,p=0.5", "get:429,once", "*:latency=4s", "reply:latency=70s,once", "reply:403,once", "writes:500-after,p=0.4",
		}
		spec := faults[c.rng.IntN(len(faults))]
		c.notef("faults %s", spec)
		c.r.faults(spec)
	case n < 10:
		c.notef("faults over")
		c.server.SetFaults()
	case n < 12:
		down := c.rng.IntN(2) == 0
		c.notef("network down: %v", down)
		c.r.wire.down.Store(down)
	case n < 15:
		c.notef("killed")
		c.kill()
		c.start()
	case n < 17:
		c.notef("customer writes in %s", id)
		if _, err := c.server.CustomerReplies(string(id), "<p>And another thing</p>"); err != nil {
			c.t.Error(err)
		}
	default:
		c.answer(ctx)
	}
}

func (c *chaos) send(ctx context.Context, id api.ID) {
	text := fmt.Sprintf("Answer %d", len(c.texts))
	if len(c.texts) > 0 && c.rng.IntN(6) == 0 {
		text = c.texts[len(c.texts)-1] // the same words again are another reply
	}
	mode := []desk.Mode{desk.ModeAdmin, desk.ModeNote}[c.rng.IntN(2)]
	if old, ok, err := c.r.Draft(ctx, id, mode); err != nil {
		c.t.Error(err)
	} else if ok {
		c.back = append(c.back, strings.Split(old.Text, "\n\n")...)
	}
	if err := c.r.SaveDraft(ctx, desk.Draft{ConversationID: id, Mode: mode, Text: text}); err != nil {
		c.t.Error(err)
	}
	re := reply(id, mode, text)
	re.Undo = time.Duration(c.rng.IntN(4)) * 4 * time.Second
	e, err := c.r.Send(ctx, re)
	if err != nil {
		c.t.Error(err)
		return
	}
	c.texts = append(c.texts, text)
	c.notef("send %d in %s: %s %q after %v", e.ID, id, mode, text, re.Undo)
}

// answer answers a question, or takes something back.
func (c *chaos) answer(ctx context.Context) {
	es, err := c.r.Outbox(ctx)
	if err != nil {
		c.t.Error(err)
	}
	for _, e := range es {
		what, do := "undo", c.r.Undo
		if e.Asking {
			what, do = "resend", c.r.Resend
			if c.rng.IntN(2) == 0 {
				what, do = "keep", c.r.Keep
			}
		}
		_, err := do(ctx, e.ID)
		c.notef("%s %d (%s): %v", what, e.ID, e.State, err)
	}
}

// kill ends the program as kill -9 does: nothing more is written, locks are
// gone.
func (c *chaos) kill() {
	if err := c.r.store.Close(); err != nil {
		c.t.Error(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_ = c.r.Close(ctx) // says that ctx ended
}

// check compares what the server has with what the desk says.
func (c *chaos) check(ctx context.Context) {
	got := map[string]int{}
	for _, es := range posted(c.server) {
		for _, e := range es {
			got[string(e.Body)]++
		}
	}
	has := func(text string) (n int) {
		for body, k := range got {
			if strings.Contains(body, `>`+text+`<`) || strings.Contains(body, `\u003e`+text+`\u003c`) {
				n += k
			}
		}
		return n
	}
	confirmed, sent, elsewhere := map[string]int{}, map[string]int{}, map[string]int{}
	for _, text := range c.texts {
		confirmed[text]++
	}
	journal, err := c.r.Journal(ctx, 1000)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range journal {
		if e.State == desk.EntrySent {
			sent[e.Text]++
		}
		c.notef("journal %d %s %q %s", e.ID, e.State, e.Text, e.Error)
	}
	outbox, err := c.r.Outbox(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range outbox {
		c.notef("outbox %d %s asking %v %q %s", e.ID, e.State, e.Asking, e.Text, e.Error)
		if !e.Asking && !waitsForAnswer(outbox, e) {
			c.t.Errorf("entry %d is left over: %s", e.ID, e.State)
		}
		elsewhere[e.Text]++
	}
	drafts, err := c.r.Drafts(ctx)
	if err != nil {
		c.t.Fatal(err)
	}
	for text, n := range confirmed {
		if has(text) != sent[text] {
			c.t.Errorf("%q: sent %d times by its own account, %d times at the server", text, sent[text], has(text))
		}
		if sent[text] > n {
			c.t.Errorf("%q: confirmed %d times, sent %d times", text, n, sent[text])
		}
		kept := elsewhere[text]
		for _, line := range c.back {
			if line == text {
				kept++
			}
		}
		for _, d := range drafts {
			for line := range strings.SplitSeq(d.Text, "\n\n") {
				if line == text {
					kept++
				}
			}
		}
		if sent[text]+kept == 0 || (n == 1 && sent[text]+kept != 1) {
			c.t.Errorf("%q: confirmed %d times, sent %d, kept %d", text, n, sent[text], kept)
		}
	}
}
