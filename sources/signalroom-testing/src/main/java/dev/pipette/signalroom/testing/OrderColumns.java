package dev.pipette.signalroom.testing;

import java.util.List;
import java.util.stream.Stream;

/** The 129 names in the first line of an export of orders, as the order system writes them. */
final class OrderColumns {
    private static final String ADDRESS = "fname lname street_address suburb city state postcode country phone email";

    private static final String BEFORE_ADDRESSES = "orders_id created_by";

    private static final String AFTER_ADDRESSES = """
            shipping_method shipping_desc shipping_group shipping_group_code shipping_price shipping_weight
            delivery_confirm signature_confirm non_taxable_amount taxable_amount tax_pct tax_amount total_amount
            order_date order_time tracking_num campaign_id customers_id customer_creation_date prospects_id
            cc_num_masked cc_expires gateway_id gateway_alias processing_percent reserve_percent transaction_fee
            chargeback_fee descriptor customer_service_number ip_address order_status decline_reason cascade_flag
            orig_gateway cascade_reason shipped_date fraud_flag fraud_date chargeback_flag chargeback_date
            chargeback_user rma_flag rma_number rma_reason rma_date rma_user return_flag return_reason is_recurring
            recurring_date retry_date installments transaction_id auth_id retrying retry_attempt hold_date void_flag
            void_amount void_date void_user refund_flag refund_amount refund_date refund_user afid sid affid c1 c2 c3
            bid aid opt rebill_discount rebill_depth parent_order_id products_id product_name product_attributes
            shippable_flag product_price product_sku product_category products_description products_quantity
            declared_value order_confirmed order_confirmed_date recurring_prod_id recurring_prod_name acquisition_date
            blacklisted_flag ancestor_id decline_salvage_discount salvage_discount_pct is_test_cc cancelled_flag notes
            billing_model_id fulfillment_number""";

    private static final List<String> SPELT_OTHERWISE =
            List.of("Click ID", "Retries Left", "Hold Type ID", "Offer ID", "Processor ID");

    /** All names in their order. */
    static final List<String> NAMES = Stream.of(
                    words(BEFORE_ADDRESSES),
                    address("billing_"),
                    address("delivery_"),
                    words(AFTER_ADDRESSES),
                    SPELT_OTHERWISE.stream())
            .flatMap(names -> names)
            .toList();

    private OrderColumns() {}

    private static Stream<String> address(String kind) {
        return words(ADDRESS).map(kind::concat);
    }

    private static Stream<String> words(String names) {
        return Stream.of(names.split("\\s+"));
    }
}
