import Dispatch

extension DispatchSemaphore {
    /// Waits for a signal off the task pool.
    func reached() async {
        await withCheckedContinuation { waiter in
            DispatchQueue(label: "waiting").async {
                self.wait()
                waiter.resume()
            }
        }
    }
}
