package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Kind is what a fault does.
type Kind string

// The kinds of faults. Those that can strike after the operation was applied
// are so marked by Fault.After.
const (
	Latency  Kind = "latency"  // answers late, by Fault.Delay
	Hang     Kind = "hang"     // never answers; ends when the client gives up, or after five minutes
	Status   Kind = "status"   // answers Fault.Status in Intercom's error shape
	HTML403  Kind = "html403"  // a load balancer's HTML page
	Plan403  Kind = "plan403"  // api_plan_restricted
	Cut      Kind = "cut"      // closes the connection without an answer
	CutBody  Kind = "cut-body" // applies, then closes in the middle of the body
	Redirect Kind = "redirect" // 307 to Fault.Target
)

// The kinds of faults of notifications, beside Latency.
const (
	Forged    Kind = "forged"    // signed with another secret
	Duplicate Kind = "duplicate" // sent twice
	Swapped   Kind = "swapped"   // comes after the one that follows it
	Lost      Kind = "lost"      // not sent
)

// Groups of operations that a fault can be aimed at.
const (
	groupReads   = "reads"
	groupWrites  = "writes"
	attachmentOp = "attachment"
)

// Fault is one thing that goes wrong, and when.
type Fault struct {
	Op     string        // an operation, "reads", "writes" or "*"
	Kind   Kind          //
	After  bool          // strike after the operation was applied
	Delay  time.Duration // for Latency
	Status int           // for Status
	Target string        // for Redirect; a host that does not exist when empty

	Skip        int     // leave the first Skip matching requests alone
	Every       int     // then strike every Every-th; 0 is each
	Times       int     // strike at most so often; 0 is no limit
	Probability float64 // strike with that chance; 0 is always
}

// ParseFaults reads a list of faults separated by semicolons:
//
//	reply:cut-after,once; search:429,every=5; *:latency=300ms; get:html403,once
//
// Each is OPERATION:KIND[,WHEN…]. Operations are the names that Operations
// returns, among them reply, get, list, search, close, snooze, open, assign,
// tag, the groups reads and writes, and * for all. Kinds are latency=DURATION,
// hang, hang-after, a status from 400 to 599 such as 429 or 503 (not applied)
// or 503-after (applied), html403, plan403, cut-before, cut-after, cut-body
// and redirect[=URL]. WHEN is once, times=N, every=N, skip=N or p=0.3. The
// notifications of SendHooks are the operation webhook, which * leaves alone;
// their kinds are latency=DURATION, forged, duplicate, swapped and lost.
func ParseFaults(spec string) ([]Fault, error) {
	var out []Fault
	for item := range strings.SplitSeq(spec, ";") {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		f, err := parseFault(item)
		if err != nil {
			return nil, fmt.Errorf("fault %q: %w", item, err)
		}
		out = append(out, f)
	}
	return out, nil
}

func parseFault(item string) (Fault, error) {
	op, rest, ok := strings.Cut(item, ":")
	if !ok {
		return Fault{}, fmt.Errorf("want OPERATION:KIND, as in reply:cut-after,once")
	}
	f := Fault{Op: strings.TrimSpace(op)}
	if !slices.Contains(Operations(), f.Op) {
		return Fault{}, fmt.Errorf("unknown operation %q, want one of %s", f.Op, strings.Join(Operations(), " "))
	}
	kind, when, _ := strings.Cut(rest, ",")
	parse := parseKind
	if f.Op == hookOp {
		parse = parseHookKind
	}
	if err := parse(&f, strings.TrimSpace(kind)); err != nil {
		return Fault{}, err
	}
	for word := range strings.SplitSeq(when, ",") {
		if err := parseWhen(&f, strings.TrimSpace(word)); err != nil {
			return Fault{}, err
		}
	}
	return f, nil
}

func parseKind(f *Fault, s string) error {
	name, value, hasValue := strings.Cut(s, "=")
	if hasValue && name != "latency" && name != "redirect" {
		return fmt.Errorf("%s takes no value", name)
	}
	switch name {
	case "latency":
		d, err := time.ParseDuration(value)
		if err != nil || d < 0 {
			return fmt.Errorf("latency wants a duration such as 300ms, not %q", value)
		}
		f.Kind, f.Delay = Latency, d
	case "hang", "hang-after":
		f.Kind, f.After = Hang, name == "hang-after"
	case "html403", "plan403":
		f.Kind = Kind(name)
	case "cut-before", "cut-after":
		f.Kind, f.After = Cut, name == "cut-after"
	case "cut-body":
		f.Kind, f.After = CutBody, true
	case "redirect":
		f.Kind, f.Target = Redirect, value
	default:
		code, after := strings.CutSuffix(name, "-after")
		n, err := strconv.Atoi(code)
		if err != nil || n < 400 || n > 599 {
			return fmt.Errorf("unknown kind %q, want latency=300ms, hang, hang-after, 429, 503, 503-after, html403, plan403, cut-before, cut-after, cut-body or redirect", s)
		}
		f.Kind, f.Status, f.After = Status, n, after
	}
	return nil
}

func parseHookKind(f *Fault, s string) error {
	switch k := Kind(s); {
	case k == Forged || k == Duplicate || k == Swapped || k == Lost:
		f.Kind = k
		return nil
	case strings.HasPrefix(s, "latency="):
		return parseKind(f, s)
	default:
		return fmt.Errorf("unknown kind %q of webhook, want latency=5s, forged, duplicate, swapped or lost", s)
	}
}

func parseWhen(f *Fault, s string) error {
	name, value, _ := strings.Cut(s, "=")
	if name == "p" {
		p, err := strconv.ParseFloat(value, 64)
		if err != nil || !(p > 0 && p <= 1) {
			return fmt.Errorf("p wants a chance above 0 and up to 1, not %q", value)
		}
		f.Probability = p
		return nil
	}
	counts := map[string]*int{"times": &f.Times, "every": &f.Every, "skip": &f.Skip}
	switch into := counts[name]; {
	case s == "":
	case s == "once":
		f.Times = 1
	case into != nil:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return fmt.Errorf("%s wants a number from 1, not %q", name, value)
		}
		*into = n
	default:
		return fmt.Errorf("unknown word %q, want once, times=N, every=N, skip=N or p=0.3", s)
	}
	return nil
}

// String writes the fault as ParseFaults reads it.
func (f Fault) String() string {
	var b strings.Builder
	b.WriteString(f.Op + ":" + f.kindString())
	for _, n := range []struct {
		name string
		n    int
	}{{"skip", f.Skip}, {"every", f.Every}, {"times", f.Times}} {
		if n.n > 0 {
			fmt.Fprintf(&b, ",%s=%d", n.name, n.n)
		}
	}
	if f.Probability > 0 {
		fmt.Fprintf(&b, ",p=%g", f.Probability)
	}
	return b.String()
}

func (f Fault) kindString() string {
	after := map[bool]string{true: "-after"}[f.After]
	switch f.Kind {
	case Latency:
		return "latency=" + f.Delay.String()
	case Status:
		return strconv.Itoa(f.Status) + after
	case Cut:
		if !f.After {
			return "cut-before"
		}
		return "cut-after"
	case Hang:
		return "hang" + after
	case Redirect:
		if f.Target != "" {
			return "redirect=" + f.Target
		}
	default:
	}
	return string(f.Kind)
}

// statusError is how Intercom words a status that was asked for.
func statusError(status int) *apiError {
	known := map[int]struct{ code, message string }{
		http.StatusBadRequest:          {"bad_request", "Bad request"},
		http.StatusUnauthorized:        {"unauthorized", "Access Token Invalid"},
		http.StatusForbidden:           {"forbidden", "Forbidden request"},
		http.StatusNotFound:            {"not_found", "Resource Not Found"},
		http.StatusMethodNotAllowed:    {"unsupported", "The admin type does not support this action"},
		http.StatusRequestTimeout:      {"request_timeout", "Request timed out"},
		http.StatusConflict:            {"conflict", "Multiple existing users match this email address"},
		http.StatusGone:                {"contact_merged", "This contact has been merged. See the 'Link' header for the canonical contact."},
		http.StatusUnprocessableEntity: {"unprocessable_entity", "Unprocessable entity"},
		http.StatusServiceUnavailable:  {"service_unavailable", "Sorry, the API service is temporarily unavailable"},
	}
	if k, ok := known[status]; ok {
		return failuref(status, k.code, "%s", k.message)
	}
	return failuref(status, "server_error", "%s", http.StatusText(status))
}
