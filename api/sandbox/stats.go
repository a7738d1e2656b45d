package sandbox

import "slices"

// statistics follow a conversation as Intercom's do, without office hours:
// durations are plain differences in seconds. 0 is "not yet".
type statistics struct {
	timeToAssignment, timeToAdminReply     int64
	timeToFirstClose, timeToLastClose      int64
	firstContactReplyAt, firstAssignmentAt int64
	firstAdminReplyAt, firstCloseAt        int64
	lastAssignmentAt                       int64
	lastAssignmentAdminReplyAt             int64
	lastContactReplyAt, lastAdminReplyAt   int64
	lastCloseAt                            int64
	lastClosedBy                           string
	reopens, assignments, parts            int64
	replyTimes                             []int64 // waits of the contact, in order
}

func (s *statistics) contactWrote(at int64) {
	if s.firstContactReplyAt == 0 {
		s.firstContactReplyAt = at
	}
	s.lastContactReplyAt = at
}

// adminReplied counts a public reply; since is when the contact began to
// wait, 0 when nobody waited.
func (s *statistics) adminReplied(created, since, at int64) {
	if s.firstAdminReplyAt == 0 {
		s.firstAdminReplyAt = at
		s.timeToAdminReply = at - created
	}
	if s.lastAssignmentAt > s.lastAssignmentAdminReplyAt {
		s.lastAssignmentAdminReplyAt = at
	}
	s.lastAdminReplyAt = at
	if since != 0 {
		s.replyTimes = append(s.replyTimes, max(at-since, 0))
	}
}

func (s *statistics) assigned(created, at int64) {
	if s.firstAssignmentAt == 0 {
		s.firstAssignmentAt = at
		s.timeToAssignment = at - created
	}
	s.lastAssignmentAt = at
	s.assignments++
}

func (s *statistics) closed(created, at int64, by string) {
	if s.firstCloseAt == 0 {
		s.firstCloseAt = at
		s.timeToFirstClose = at - created
	}
	s.lastCloseAt = at
	s.timeToLastClose = at - created
	s.lastClosedBy = by
}

// median is the median wait in seconds, 0 when nobody was answered yet.
func (s *statistics) median() int64 {
	n := len(s.replyTimes)
	if n == 0 {
		return 0
	}
	t := slices.Sorted(slices.Values(s.replyTimes))
	if n%2 == 1 {
		return t[n/2]
	}
	return (t[n/2-1] + t[n/2]) / 2
}
