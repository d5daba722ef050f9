/** Between what an autoscaler moves a service's desired count, and whether it does so at present. */
export interface ScalingBounds {
  min: number;
  max: number;
  /** somebody has suspended adding tasks, or taking them away */
  suspended: { out: boolean; in: boolean };
}

/** Application Auto Scaling as remediation sees it. */
export interface AutoScaling {
  /** undefined where it does not own the service */
  bounds(cluster: string, service: string): Promise<ScalingBounds | undefined>;
  /** It moves a count that is outside of the bounds by itself, and at once. */
  setBounds(cluster: string, service: string, bounds: { min: number; max: number }): Promise<void>;
}
