-- What an acquisition costs, for each day and affiliate. Internal affiliates buy their traffic, and RedTrack knows what
-- they paid; all others are paid by Everflow. No conversions are no cost per acquisition, which is 0.
CREATE OR REPLACE VIEW mapping.daily_performance AS
SELECT priced.*,
       CAST(CASE WHEN conversions = 0 THEN 0 ELSE cost / conversions END AS decimal(18, 2)) AS cpa
FROM (
    SELECT stats.date,
           stats.affiliate_id,
           stats.affiliate_label,
           internal.redtrack_source_id IS NOT NULL AS is_internal,
           stats.clicks,
           stats.conversions,
           CAST(stats.revenue AS decimal(18, 2)) AS revenue,
           CAST(CASE WHEN internal.redtrack_source_id IS NULL THEN stats.payout ELSE coalesce(spend.cost, 0) END
                AS decimal(18, 2)) AS cost
    FROM (
        SELECT date, affiliate_id, affiliate_label,
               sum(clicks) AS clicks, sum(conversions) AS conversions, sum(revenue) AS revenue, sum(payout) AS payout
        FROM everflow.daily_stats
        GROUP BY date, affiliate_id, affiliate_label
    ) AS stats
    LEFT JOIN mapping.affiliate_mapping AS internal ON internal.everflow_affiliate_label = stats.affiliate_label
    LEFT JOIN redtrack.daily_spend AS spend
           ON spend.date = stats.date AND spend.source_id = internal.redtrack_source_id
) AS priced
