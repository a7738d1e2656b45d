package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// disk is a file that takes only so many bytes of a write, and then fails.
type disk struct {
	bytes.Buffer
	takes []int // of each write; all, when there are no more
}

var errFull = errors.New("no space left")

func (d *disk) Write(b []byte) (int, error) {
	if len(d.takes) == 0 {
		return d.Buffer.Write(b)
	}
	n := min(d.takes[0], len(b))
	d.takes = d.takes[1:]
	_, _ = d.Buffer.Write(b[:n])
	return n, errFull
}

func audited(t *testing.T, text string) (out []Record) {
	t.Helper()
	for line := range strings.Lines(text) {
		var r Record
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			t.Errorf("%v: %q", err, line)
		}
		out = append(out, r)
	}
	return out
}

// What the disk does not take is told once, and once more when it is over; no
// line is torn, and how many are missing stands in the log.
func TestAuditDisk(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		takes []int
		want  string // the kinds of the lines
		lost  string
	}{
		"all is well":       {nil, "1 2 3 4 5", ""},
		"nothing is taken":  {[]int{0, 0}, "trouble 3 4 5", "2 lines"},
		"a part":            {[]int{10}, "1 2 3 4 5", ""},
		"a part of a part":  {[]int{10, 5, 0}, "1 trouble 4 5", "2 lines"},
		"all but the break": {[]int{43}, "1 2 3 4 5", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := &disk{takes: tt.takes}
			var told []error
			a := NewAudit(d, func() time.Time { return time.Unix(0, 0) }, func(err error) { told = append(told, err) })
			for kind := range strings.FieldsSeq("1 2 3 4 5") {
				a.Write(Record{Event: kind})
			}
			var kinds []string
			for _, r := range audited(t, d.String()) {
				kinds = append(kinds, r.Event)
				if r.Event == "trouble" && (!strings.HasPrefix(r.Reason, tt.lost) || !strings.Contains(r.Reason, "no space left")) {
					t.Errorf("the log says %q", r.Reason)
				}
			}
			if got := strings.Join(kinds, " "); got != tt.want {
				t.Errorf("the log has %q, want %q:\n%s", got, tt.want, d)
			}
			if len(tt.takes) == 0 && len(told) != 0 || len(tt.takes) > 0 && (len(told) != 2 || !errors.Is(told[0], errFull) || told[1] != nil) {
				t.Errorf("told %v", told)
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// A line that the last run left in part costs no line of this one.
func TestAuditAfterCrash(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit")
	if err := os.WriteFile(path, []byte(`{"event":"sta`), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		a, err := OpenAudit(path, time.Now, func(err error) { t.Error(err) })
		if err != nil {
			t.Fatal(err)
		}
		a.Write(Record{Event: "start"})
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	begun, rest, _ := strings.Cut(string(b), "\n")
	if got := audited(t, rest); begun != `{"event":"sta` || len(got) != 2 || got[0].Event != "start" || got[1].Event != "start" {
		t.Errorf("%s", b)
	}
}

// A flood of one kind of refusal is counted, not written; the others are.
func TestAuditFlood(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Unix(0, 0)
	a := NewAudit(&out, func() time.Time { return now }, func(err error) { t.Error(err) })
	for range 10_000 {
		a.Write(Record{Event: "forged"})
	}
	a.Write(Record{Event: "refused"})
	now = now.Add(time.Minute)
	a.Write(Record{Event: "forged"})
	got := audited(t, out.String())
	if n := len(got); n != maxRefusals+3 || got[n-3].Event != "refused" || got[n-2].Reason != "9940 more within a minute" {
		t.Errorf("%d lines, the last %+v", n, got[n-3:])
	}
}
