package api

import (
	"net/http"
	"sync"

	"parley/api/safetext"
)

// maxServed is how long the name of a version may be; Intercom's have seven
// characters at most.
const maxServed = 20

// servedVersion remembers the version that answers came in.
type servedVersion struct {
	mu sync.Mutex
	v  Version
}

// ServedVersion returns the version that the latest answer said it came in,
// "" where none said so. Intercom's description does not promise the header:
// its absence means nothing.
func (c *Client) ServedVersion() Version {
	c.served.mu.Lock()
	defer c.served.mu.Unlock()
	return c.served.v
}

func (s *servedVersion) record(resp *http.Response) {
	name := []rune(safetext.Line(resp.Header.Get("Intercom-Version")))
	if len(name) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.v = Version(name[:min(len(name), maxServed)])
}
