import ArgumentParser
import Outbox

extension AttemptOutcome: ExpressibleByArgument {}
