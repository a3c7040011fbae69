import ArgumentParser
import Outbox

extension DeliveryState: ExpressibleByArgument {}
