// Package sandbox is an HTTP server that behaves like Intercom's REST API over
// the sample workspace of a small fictional company. State really changes:
// replies add parts, close, snooze and assign move conversations, statistics
// and waiting times follow. Faults can be injected per operation, incidents
// (a customer answers, a colleague steps in) can be played, and a journal
// holds every request.
//
// The company is Hedgerow, which grows herbs on other people's windowsills.
// Hand-written conversations have a stable key (see Server.ConversationID):
// refund-4411, login-liwei and pump-stalls are open and MeID's; visitor-gate
// is nobody's; brand-new has no parts yet; snoozed-lamp sleeps; rated-well is
// closed; deleted-contact lost its contact; redacted-card, empty-attachments,
// long-subject, long-words, big-log, broken-html, workflow-tour, hostile and
// long-diary (640 parts) are what their names say.
//
// It does not talk to Intercom or to any other host, keeps nothing on disk,
// and covers what a support inbox calls, not the whole API. It has its own
// model and encoders on purpose: a client tested against it is not tested
// against its own types.
package sandbox

import (
	"io"
	"math/rand/v2"
	"sync"
	"time"
)

const (
	// DefaultToken is the access token the server accepts when Options.Token
	// is empty. It opens nothing but a sandbox.
	DefaultToken = "sandbox-token"

	// DefaultSecret signs notifications for which no other secret is chosen.
	DefaultSecret = "sandbox-secret"

	// MeID is the id of the admin whom the token belongs to (GET /me).
	MeID = "7310001"

	// DefaultVersion answers requests without an Intercom-Version header, as
	// the version chosen in the Developer Hub does for a real app.
	DefaultVersion = "2.9"

	// DefaultRateLimit is the number of requests per window of ten seconds: a
	// private app's 10 000 a minute, cut in six.
	DefaultRateLimit = 1666
)

// Options says which sandbox to build. The zero value is a working one.
type Options struct {
	// Seed varies the templated conversations, request ids and fault dice.
	// The hand-written conversations are the same for every seed.
	Seed uint64

	// Now is the clock of the workspace. Its value when New is called is the
	// moment that the sample conversations lead up to. Defaults to time.Now.
	Now func() time.Time

	// Token is the only accepted access token; DefaultToken when empty.
	Token string

	// Version answers requests that name none; DefaultVersion when empty.
	Version string

	// BaseURL, without a final slash, is put before attachment paths. When
	// empty it is taken from each request's Host.
	BaseURL string

	// Faults are in force from the start; see ParseFaults.
	Faults []Fault

	// IndexLag is how long a change stays invisible to search and list.
	IndexLag time.Duration

	// RateLimit is the number of requests per ten seconds; DefaultRateLimit
	// when 0, no limit and no headers when negative.
	RateLimit int

	// Teammates is how many admins there are besides the sample's; their ids
	// follow FirstTeammate.
	Teammates int

	// Empty leaves all conversations out: a workspace on its first day.
	Empty bool
}

// AppID is the workspace, as its API and its notifications name it.
const AppID = "hg4k2ws1"

// Server is the sandbox. It is an http.Handler and safe for concurrent use.
type Server struct {
	opts    Options
	version version

	mu      sync.Mutex // guards everything below
	ws      *workspace
	faults  []*activeFault
	limiter limiter
	ids     *rand.Rand // request ids
	dice    *rand.Rand // fault probabilities

	hooks    *hooks // nil while no notifications are sent
	seenBase string // where the last request found this server

	journalMu  sync.Mutex
	journal    []Entry
	journalTo  io.Writer
	journalErr error
}

// New builds a sandbox over a fresh sample workspace.
func New(o Options) *Server {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.RateLimit == 0 {
		o.RateLimit = DefaultRateLimit
	}
	v, ok := parseVersion(o.Version)
	if !ok {
		v, _ = parseVersion(DefaultVersion)
	}
	s := &Server{
		opts:    o,
		version: v,
		ws:      newWorkspace(o),
		limiter: limiter{limit: o.RateLimit},
		ids:     rand.New(rand.NewPCG(o.Seed, 1)),
		dice:    rand.New(rand.NewPCG(o.Seed, 2)),
	}
	s.SetFaults(o.Faults...)
	return s
}

// ConversationID translates the stable key of a hand-written sample
// conversation ("refund-4411", "hostile", …) to its id.
func (s *Server) ConversationID(key string) (id string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.ws.conversations {
		if c.key == key && key != "" {
			return c.id, true
		}
	}
	return "", false
}
